"""The self-test in words, parts 1 and 2: sums, tables, slopes and logarithms."""

from nnlab.exercises.exercise import Words

WORDS = {
    "start.weighted_sum": Words(
        task=(
            "Work out the weighted_sum of the inputs x = (2, 5) with the weights w = (3, -2) and the "
            "bias b = 3: each input times its weight, all added up, and b added to that. One number."
        ),
        hints={
            "the forgotten bias": (
                "The products are right, and so is their sum. One number of the task is still waiting: "
                "the bias."
            ),
            "the bias added twice": (
                "The products are right. The bias is added to their sum once, and not once for each input."
            ),
            "the bias taken away": (
                "The products and their sum are right. Which way does a positive bias push the sum?"
            ),
            "the bias multiplied": (
                "The products and their sum are right. The bias has no input: nothing is multiplied by it."
            ),
            "a minus lost": (
                "All the numbers you used are right, but for a sign: one of the weights is negative, so "
                "its input pulls the sum down."
            ),
            "not added up": (
                "These are the two products. A neuron wants one number: add them up, and the bias to that."
            ),
            "not added up, the bias with each": (
                "You have one number for each input. A neuron wants one number for all of them: add up "
                "the products first, then add the bias, once."
            ),
            "crosswise": (
                "You paired the first weight with the last input. Each input has its own weight: first "
                "with first, last with last."
            ),
            "added where it should be multiplied": (
                "You added each weight to its input. A weight says how much its input counts: it multiplies."
            ),
            "the sums multiplied": (
                "You added up the weights, added up the inputs, and multiplied the two sums. Multiply "
                "each input by its own weight first; only then add up."
            ),
        },
    ),
    "start.count_wrong": Words(
        task=(
            "Write count_wrong(said, right) in one line of NumPy: two arrays of 0 (no) and 1 (yes), what a "
            "neuron said and what would have been right. Return how many of its answers are wrong."
        ),
        hints={
            "the right ones counted": (
                "You count where the two agree. Which comparison is true where they differ?"
            ),
            "differences that cancel": (
                "A yes too many counts as plus one and a yes too few as minus one, so they cancel. You "
                "want to know whether the two differ, not by how much."
            ),
            "differences that cancel, turned round": (
                "A no too many counts as plus one and a no too few as minus one, so they cancel. You "
                "want to know whether the two differ, not by how much."
            ),
            "the difference of the sums": (
                "One mistake upwards and one downwards have cancelled before you dropped the sign. Ask "
                "about each place first, and add up after that."
            ),
            "the share": (
                "Your comparison is right. You give back which part of the answers is wrong; how many "
                "is a whole number."
            ),
            "the positions": (
                "Your comparison is right. You give back where the wrong answers stand; the question is "
                "how many there are."
            ),
            "the mask itself": (
                "Your comparison is right: it holds one True or False for each answer. What becomes of "
                "True when you add it up?"
            ),
            "the length of the mask": (
                "A mask has a value for every answer, True or False, so its length is that of the "
                "arrays. Count only where it is True."
            ),
            "the wrong answers picked out": (
                "Your mask is right. You use it to pick what was said in those places; the question is "
                "how many places there are."
            ),
            "the right answers picked out": (
                "Your mask is right. You use it to pick what would have been right in those places; the "
                "question is how many places there are."
            ),
            "the wrong answers added up": (
                "Your mask is right. Adding up what was said in those places counts the wrong yeses, "
                "and a wrong no adds 0. Add up the mask itself."
            ),
            "the right answers added up": (
                "Your mask is right. Adding up what would have been right in those places counts the "
                "yeses that were missed, and leaves out the others. Add up the mask itself."
            ),
            "whether any is wrong": "You say whether anything is wrong at all. How much of it is?",
            "numbers taken as positions": (
                "Square brackets with whole numbers inside take them as positions: 0 picks the first "
                "answer and 1 the next, again and again. A comparison gives True and False, which pick "
                "or count."
            ),
        },
    ),
    "start.column_means": Words(
        task=(
            "Write column_means(X) in one line of NumPy: X (n, d) is a table with a row for each "
            "sample. Return the mean of each column, d numbers."
        ),
        hints={
            "the means of the rows": (
                "You have a mean for each row. The axis that you name is the one that disappears: which "
                "one should, if a number for each column is to be left?"
            ),
            "one mean of all": (
                "Without an axis NumPy takes the mean of everything. Say along which axis it should go."
            ),
            "sums": "These are the sums of the columns. What turns a sum into a mean?",
            "medians": ("This is the value in the middle of each column, not the mean of all its values."),
            "divided by the number of columns": (
                "The sums are right, but you divide by how many columns there are. How many values went "
                "into each sum?"
            ),
            "the sums of the rows, divided": (
                "You added along each row. The axis that you name is the one that disappears: which one "
                "should, if a number for each column is to be left?"
            ),
            "the first column alone": "Right for the first column. The others want a mean, too.",
        },
    ),
    "start.slope": Words(
        task=(
            "How steep is L = (3w - 2)² at w = 2? Find the slope by a rule, or nudge w by 0.001 up and "
            "down and see how L changes. One number."
        ),
        hints={
            "near the slope": (
                "Very near. This is what a nudge to one side, a wide one, or rounding gives. The slope "
                "itself is what it comes to as the nudge shrinks, and here that is a whole number."
            ),
            "divided by half of the nudge": (
                "You nudged up and down, and divided by one of the nudges. How far apart are the two places?"
            ),
            "not divided by the nudge": (
                "This is how much L changed. A slope is a change of L for each unit of w: how far apart "
                "are the two places?"
            ),
            "the height": "This is how high L is there. How fast does it change when w moves a little?",
            "the bracket alone": (
                "This is the bracket itself at that place. How fast does its square change when w moves a "
                "little?"
            ),
            "the inside forgotten": (
                "The square is dealt with. But the bracket itself changes faster than w does: by what factor?"
            ),
            "the outside forgotten": (
                "The bracket is dealt with. But what is the slope of a square? Half of your answer is "
                "missing."
            ),
            "the bracket forgotten": (
                "Both factors in it are right, but the slope of a square depends on what is squared: "
                "the bracket is still missing."
            ),
            "the square kept": (
                "All factors are there, but one is too large: when a square is turned into its slope, "
                "its exponent goes down by one."
            ),
            "the square of a difference": (
                "You squared each part of the bracket by itself. The square of a difference has a term "
                "in the middle, too, and that one has a slope."
            ),
            "downhill": "The size is right. Does L rise or fall when w grows a little?",
        },
    ),
    "start.partials": Words(
        task=(
            "L = (w x + b - y)² with w = 2, b = 1, x = 4, y = 6. What are its partials: the slope of L "
            "when w alone moves, and when b alone moves? Two numbers: (by w, by b)."
        ),
        hints={
            "the doubling forgotten": (
                "Both slopes are half of what they should be. What is the slope of a square?"
            ),
            "the error turned round": (
                "The sizes are right, both signs are not. Does L grow or shrink here when b grows?"
            ),
            "the input forgotten": (
                "Your slope by b is right. When w moves by a little, the bracket moves by more than "
                "that: how much more?"
            ),
            "the input with both": (
                "Your slope by w is right. When b moves, what does the bracket do? The input is not asked."
            ),
            "the weight where the input belongs": (
                "Your slope by b is right. When w moves, the bracket moves with it: by which factor? "
                "Not by w itself."
            ),
            "the error forgotten": (
                "The slope of a square depends on what is squared. The size of the bracket is missing "
                "in both."
            ),
            "only the bracket": (
                "This is how fast the bracket changes. It is squared after that: which factor does the "
                "square bring?"
            ),
            "the square kept": (
                "All factors are there, but the bracket should no longer be squared: when a square is "
                "turned into its slope, its exponent goes down by one."
            ),
            "the other way about": "Both numbers are right. The one by w comes first.",
        },
    ),
    "start.sigmoid": Words(
        task=(
            "Write sigmoid(z) in one line of NumPy: one, divided by the sum of one and e to the power "
            "of minus z. z is an array, and so is what you return."
        ),
        hints={
            "the minus forgotten": "All well, but mirrored: which sign does z have in the exponent?",
            "no bracket below the line": (
                "This is what stands below the line. Did you divide by it? Python divides before it "
                "adds, so the whole sum wants brackets."
            ),
            "the one below the line forgotten": (
                "Below the line a sum is asked for, and you have one part of it."
            ),
            "a power of ten": "The base is e, not ten: NumPy has a function for that.",
            "a power of two": "You took another base. The base is e: NumPy has a function for that.",
            "e times z": (
                "You multiplied e by the exponent. A power is something else: NumPy has a function for it."
            ),
            "its slope": (
                "This is the slope of the sigmoid, which a later lesson wants. Here its value is asked for."
            ),
            "the slope's formula with z": (
                "This is the formula of the slope, and with z where the sigmoid's value belongs. Here "
                "that value itself is asked for."
            ),
        },
    ),
    "start.logarithm": Words(
        task=(
            "Without a computer: what is the natural logarithm of e to the power of -3, ln(e⁻³)? And if "
            "ln p = -2 and ln q = -5, what is ln(p q)? Two numbers, one logarithm each."
        ),
        hints={
            "the logarithms multiplied": (
                "Your first number is right. A logarithm makes something simpler of a product than "
                "another product: think of the exponents when two powers of e are multiplied."
            ),
            "the logarithms subtracted": (
                "Your first number is right. Subtracting them is what a division would ask for."
            ),
            "a minus lost": (
                "Your last number is right. A logarithm undoes the power and leaves the exponent as it "
                "was, with its sign."
            ),
            "both minus signs lost": (
                "Your first number is right. The two logarithms are negative: what is their sum?"
            ),
            "no minus anywhere": (
                "The sizes are right. Logarithms of numbers below one are negative: keep the signs."
            ),
            "the power in place of its logarithm": (
                "Your last number is right. The first is the power itself; its logarithm undoes it. "
                "What is left?"
            ),
            "the logarithm to base ten": (
                "Your last number is right. For the first you took the logarithm to base ten; ln is the "
                "one to base e, and in NumPy it is called log."
            ),
            "the product in place of its logarithm": (
                "Your first number is right. The last is the product itself; its logarithm is asked for."
            ),
        },
    ),
}
