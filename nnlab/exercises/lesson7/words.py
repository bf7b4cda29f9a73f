"""Exercises of lesson 7 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "hopfield.store": Words(
        task=(
            "Write store(patterns): the couplings W (N, N) that Hebb's rule gives for patterns (P, N) of -1 "
            "and +1, one pattern per row. Whole numbers, not divided by anything; no neuron hears itself."
        ),
        hints={
            "the diagonal not zeroed": (
                "Between different neurons everything is right. What do your neurons hear from themselves?"
            ),
            "the patterns written with 0 and 1": (
                "You count only where both neurons are on. Two that are both off agree as well, and two that "
                "differ should be pushed apart."
            ),
            "the product over the wrong axis": (
                "There is a coupling for every pair of neurons. Yours has a number for every pair of "
                "patterns."
            ),
            "the product over the wrong axis, and the diagonal not zeroed": (
                "You compare the patterns with each other. What should be compared, and have a number for "
                "each pair, are the neurons."
            ),
            "divided by the number of neurons": (
                "Many books divide, and the network does the same. But here whole numbers are asked for: "
                "then a field that should be zero is exactly zero."
            ),
            "divided by the number of neurons, and the diagonal not zeroed": (
                "Two things: whole numbers are asked for, so that a field that should be zero is exactly "
                "zero; and what do your neurons hear from themselves?"
            ),
            "the mean over the patterns": (
                "You are right for a single pattern. Each further one is added on top."
            ),
            "only the last pattern": (
                "You are right for a single pattern. With several, what has become of the earlier ones?"
            ),
            "each coupling counted once only": (
                "Half of your table is empty. If a neuron hears another, does that one hear it too?"
            ),
            "only the signs are kept": (
                "You are right for a single pattern. If several patterns say the same of a pair, the "
                "coupling should be stronger."
            ),
            "the sign": "With your couplings, neurons that agree in a pattern push each other apart.",
            "only agreement counts": (
                "You count how often two neurons agree. Those that differ must count against it: what should "
                "a pair get that agrees in one pattern and differs in another?"
            ),
            "only agreement counts, and the diagonal not zeroed": (
                "Two things: neurons that differ in a pattern must count against those that agree; and what "
                "do your neurons hear from themselves?"
            ),
        },
    ),
    "hopfield.energy": Words(
        task=(
            "Write energy(W, s): the energy, one number, of the state s (N,) of -1 and +1 under the "
            "symmetric couplings W (N, N). W may have a diagonal; then it counts as the lesson's formula "
            "says."
        ),
        hints={
            "no half": (
                "You are off by the same factor everywhere. How often does your sum come across the same two "
                "neurons?"
            ),
            "the sign": (
                "Two neurons that obey their coupling should make the energy lower. What do yours do?"
            ),
            "no half, and the sign": (
                "Two things: neurons that obey their coupling should make the energy lower; and look how "
                "often your sum comes across the same two neurons."
            ),
            "the diagonal left out": (
                "Right where no neuron hears itself. The formula does not leave out the places where both "
                "numbers are the same."
            ),
            "the diagonal counted in full": (
                "Right where no neuron hears itself. You take each pair once, and so no half; but a neuron "
                "and itself come only once in the formula too."
            ),
            "the fields added up": (
                "You add up what the neurons hear. Whether that suits them depends on what each of them says."
            ),
            "a number for every neuron": (
                "You have what each neuron adds. The energy belongs to the whole state: it is a single "
                "number."
            ),
            "rounded": (
                "Your energy is always a whole number. Where W has a diagonal, the right one may lie halfway "
                "between two: what in your code rounds?"
            ),
        },
    ),
    "hopfield.sweep": Words(
        task=(
            "Write sweep(W, s): let the neurons 0, 1, 2, ... look at their fields, each once, one after "
            "another (asynchronously), without temperature, starting from the state s (N,). Return the new "
            "state and leave the one that you were given as it is."
        ),
        hints={
            "all at once": (
                "You let all neurons look at the old state at the same moment. When the second one looks, "
                "the first may have turned already."
            ),
            "all at once, and +1 where the field is 0": (
                "Two things: a neuron should see the turns of those before it; and one that hears nothing at "
                "all has no reason to turn."
            ),
            "all at once, and 0 where the field is 0": (
                "Two things: a neuron should see the turns of those before it; and a state has no zeros in "
                "it, so one that hears nothing has to be something."
            ),
            "+1 where the field is 0": (
                "A neuron that hears nothing at all has no reason to turn. Yours always says yes then, as "
                "the step did."
            ),
            "-1 where the field is 0": (
                "A neuron that hears nothing at all has no reason to turn. Yours always says no then."
            ),
            "0 where the field is 0": (
                "Your state has zeros in it. The sign of zero is zero, but a neuron has to be one of the "
                "two: which, if it hears no reason to change?"
            ),
            "turning at a field of 0": (
                "A neuron that hears nothing at all turns over in your sweep, and would do so for ever."
            ),
            "against the field": "Your neurons do the opposite of what they hear, and the energy rises.",
            "from the last to the first": (
                "You begin at the other end. Any order is a fine order, but it may lead to a different state."
            ),
            "only the first that wants to turn": (
                "You stop after the first turn. A sweep goes through all of the neurons."
            ),
            "sweeping until it settles": "You go on until nothing moves. Only a single sweep is asked for.",
            "the last neuron left out": (
                "Your last neuron never turns. Which numbers does your loop go through, and which is the "
                "last of them?"
            ),
            "the energy added to the field": (
                "You add the energy to the field. The energy belongs to the state as a whole; a neuron turns "
                "by what it hears, and by nothing else."
            ),
        },
    ),
    "hopfield.nearest": Words(
        task=(
            "Write nearest(patterns, s): the network has ended in the state s (N,). Which of its patterns "
            "(P, N) is that, or is nearest to it? Return the row's number, counted from 0, and the overlap "
            "with it, from -1 to 1. The negative of a pattern is that pattern remembered too."
        ),
        hints={
            "the negative image called an error": (
                "A state that is exactly the negative of a pattern has the same energy as the pattern. In "
                "your answer it looks like no pattern at all."
            ),
            "the sign of the overlap lost": (
                "You find the right pattern. Your overlap should also say whether it is the pattern or its "
                "negative."
            ),
            "not divided by N": (
                "You find the right pattern. A state that is the pattern should have overlap one, however "
                "many neurons there are."
            ),
            "the share of equal neurons": (
                "You count the neurons that agree. The overlap also takes off those that do not."
            ),
            "the share of equal neurons, and the negative called an error": (
                "Two things: you count the neurons that agree, while the overlap also takes off those that "
                "do not; and the negative of a pattern is that pattern remembered too."
            ),
            "counted from 1": "Your overlap is right. Which number does the first row have?",
            "the two numbers in the other order": "Both numbers are right. Which of them is asked for first?",
            "the most unlike": (
                "You look for the smallest overlap. That finds negatives, and misses the patterns themselves."
            ),
        },
    ),
    "hopfield.attend": Words(
        task=(
            "Write attend(patterns, queries, beta): the modern network's next state for each of m states, "
            "the rows of queries (m, d): a mean of the patterns (P, d), with weights from a softmax over the "
            "patterns. Return (m, d). It must work for beta = 1000 too."
        ),
        hints={
            "the softmax over the wrong axis": (
                "For each query, the weights of all patterns should add up to one. Along which direction do "
                "yours?"
            ),
            "the softmax over the wrong axis, and one maximum for all queries": (
                "The weights of all patterns should add up to one for each query. Yours do so for each "
                "pattern."
            ),
            "one maximum for all queries": (
                "Nothing overflows any more. But where one query calls much louder than another, you take so "
                "much off the quiet one that all its exponentials are zero, and zero divided by zero is no "
                "number."
            ),
            "the softmax over the whole table": (
                "You are right for a single query. With several, each of them should have weights that add "
                "up to one."
            ),
            "it overflows": (
                "Right for a small beta. The exponential of a large number is more than the computer can "
                "hold: does a softmax change if the same number is taken off all its inputs?"
            ),
            "beta left out": "You never use beta. At zero, all patterns should weigh the same.",
            "the weights alone": (
                "These are the weights, a number for each pattern. What is asked for is the mean that they "
                "give."
            ),
            "not a mean": "You take exponentials, but your weights do not add up to one.",
            "no softmax": (
                "You weigh each pattern by its overlap, as Hebb does. The exponential should let the nearest "
                "pattern drown the others."
            ),
            "the nearest pattern alone": (
                "That is the limit for a very large beta. For a small one, several patterns should mix."
            ),
            "the signs alone": (
                "In this network a state may be any number, not only a sign. Leave the mean as it is."
            ),
            "the exponent cut off": (
                "Nothing overflows any more. But of two patterns that call loudly, the louder one no longer "
                "wins: once cut off, both are the same. What could you take off all of them without changing "
                "the softmax?"
            ),
        },
    ),
}
