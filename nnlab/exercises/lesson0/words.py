"""The self-test in words: its tasks, a hint for each mistake, and the advice at its end."""

from nnlab.exercises.lesson0 import matrix_words, slope_words

WORDS = slope_words.WORDS | matrix_words.WORDS

# ---- Under each task ---------------------------------------------------------------------------------

UNKNOWN_TASK = "name: expected the name of a task, such as {examples}; got {name}"
READ = 'Read here: part {part}, "{section}", {minutes} minutes. Lesson {lesson} is the first that needs it.'

# ---- The advice --------------------------------------------------------------------------------------

ALL_RIGHT = (
    "All {tasks} are right. Skip to lesson 1: there is nothing here that you need to read. (The explorables "
    "in parts 1 to 4 are worth a minute each all the same.)"
)
NOT_TRIED = (
    "You have not tried any of the tasks. That is an answer, too: begin with part 1, and go on to lesson 1 "
    "when you have read it."
)
SOME_RIGHT = "{right} of {tasks} are right. Nobody needs all of them to begin."
ONE_RIGHT = "One of {tasks} is right. Nobody needs all of them to begin."
BEGIN = "Skip to lesson 1. You have all that is asked for up to the end of lesson {last}."
BEGIN_ONE = "Skip to lesson 1. You have all that it asks for."
WHOLE_PART = "Before lesson {lesson}, do part {part} ({minutes} minutes)."
SECTIONS = "Before lesson {lesson}, read {sections} ({minutes} minutes)."
IN_PART = "{sections} in part {part}"
SECTION = '"{section}"'
SEVERAL_SECTIONS = "{before} and {last}"
LATER_READY = "For lesson {lesson} you have all that it needs."
LATER_READY_ALONE = "Lesson 7 can be read straight after lesson 1. You have all that it needs."
LATER = "Before lesson {lesson}, be sure of {tasks}."
LATER_ALONE = "Lesson 7 can be read straight after lesson 1. Before it, be sure of {tasks}."
ONE_TASK = "task {last}"
SEVERAL_TASKS = "tasks {before} and {last}"

# ---- The table ---------------------------------------------------------------------------------------

HEAD = ("task", "you can ...", "right?", "read here", "minutes", "lessons that need it")
YES, NO, UNTRIED = "yes", "not yet", "not tried"
NOTHING = "–"
PART = "part {part}, {section}"
TOTAL = "to read, all in all"

CAN = {
    "weighted_sum": "work out a weighted sum",
    "count_wrong": "count with a mask",
    "column_means": "take the mean of each column",
    "slope": "find the slope of a curve",
    "partials": "move one number at a time",
    "sigmoid": "write a formula with an exponential",
    "logarithm": "say what a logarithm undoes",
    "product": "multiply two matrices",
    "broadcast": "foresee the shape of a column minus a row",
    "gears": "multiply the slopes of a chain",
    "generator": "foresee what a generator hands out",
    "draws": "draw numbers from a seed",
    "spread": "work out a standard deviation",
}
READING = {
    "weighted_sum": "A weighted sum",
    "count_wrong": "Masks",
    "column_means": "Means of columns",
    "slope": "The slope of a curve",
    "partials": "One number at a time",
    "sigmoid": "Exponentials and logarithms",
    "logarithm": "Exponentials and logarithms",
    "product": "The matrix product",
    "broadcast": "Shapes that stretch",
    "gears": "Gears",
    "generator": "A generator",
    "draws": "Seeds",
    "spread": "Spread",
}
