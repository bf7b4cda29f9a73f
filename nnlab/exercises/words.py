"""What the check says, in whole sentences with named places.

What single exercises say stands in the `words.py` of their lesson.
"""

NOT_ATTEMPTED = "{exercise}: not attempted yet."
TASK = "Task: {task}"
RIGHT = "{exercise}: right, on all {probes} inputs tried."
RIGHT_VALUE = "{exercise}: right."
COMPARE = 'Compare it with ours: exercises.solution("{exercise}")'
KNOWN_MISTAKE = "{exercise}: not right yet. We know this one: {mistake}."
HINT = "Hint: {hint}"
WRONG = "{exercise}: not right yet, on {wrong} of the {probes} inputs tried."
WRONG_VALUE = "{exercise}: not right yet, and no mistake that we know."
WRONG_FORM = "{exercise}: the answer does not have the form asked for: {form}."
ALWAYS_NOTHING = (
    "{exercise}: your function gave back nothing (None): is a return missing? `print` only shows a value, "
    "`return` gives it back."
)
SOMETIMES_NOTHING = (
    "{exercise}: on {nothing} of the {probes} inputs tried, your function gave back nothing (None): is a "
    "return missing? Each way through the function needs one. `print` only shows a value, `return` gives it "
    "back."
)
RAISED = "{exercise}: the answer raised an error."
RAISED_AT = "{exercise}: the answer raised an error in line {line}, `{text}`."
CHANGED_INPUT = (
    "{exercise}: the answer changed its input: after the call, {changed} no longer held what was handed in, "
    "and the caller may still need it. `a += 1` and `a[0] = 1` write into the caller's array `a`; "
    "`a = a + 1` makes a new one."
)
DID_NOT_FINISH = (
    "{exercise}: did not finish. After {seconds} s it was stopped. Is there a loop without an end?"
)
ENDED_PYTHON = "{exercise}: the answer ended Python itself, and with it everything that was running."

SMALLEST_INPUT = "The smallest input that shows it:"
ON_THIS_INPUT = "On this input:"
WORKING_ON = "The input it was working on:"
YOURS = "yours:"
EXPECTED = "expected:"

OURS = (
    "This is our own answer, so it had to pass. Once you know how it works, write it again without looking: "
    "that is the exercise."
)
LIKE_OURS = "Apart from its name and description, it is our own answer word for word."
ROUNDED = (
    "Your numbers and ours differ only in distant digits, as they do with float32 or with a tiny number "
    "added inside a logarithm. That is no mistake."
)

# What stands after "does not have the form asked for".
NO_FUNCTION = "a function was expected (hand in its name alone, without brackets) and {came} came"
OTHER_INPUTS = "a function of ({expected}) was expected and yours takes ({came})"
NO_INPUTS = "a function without inputs was expected, or the numbers themselves, and yours takes ({came})"
OTHER_FORM = "{expected} was expected and {came} came"
OTHER_COUNT = "{expected} values were expected and {came} came"

# At the door.
UNKNOWN_NAME = (
    "name: expected the name of an exercise, such as {examples}; got {name}. exercises.names() lists all."
)
