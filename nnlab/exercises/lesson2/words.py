"""Exercises of lesson 2 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "boundary.distance": Words(
        task=(
            "Write distance(w, b, x): the signed distance of one sample x (d,) from the boundary of a neuron "
            "with weights w (d,) and bias b. It is positive on the side where the neuron says 1."
        ),
        hints={
            "the bias in the length of w": (
                "Your z is right, and you divide by a length, but that length is too large. Shift the line a "
                "long way off by changing b alone: it has not turned, and units have not changed. Should "
                "what you divide by depend on b?"
            ),
            "z, not yet a distance": (
                "This is z. The line stays where it is if all weights and the bias are doubled, and so does "
                "the sample. What happens to your answer?"
            ),
            "divided by the square of the length": (
                "Double all weights and the bias: the line stays, but your answer halves. By which power of "
                "the length of w do you divide?"
            ),
            "a distance without its sign": (
                "The sizes are right. A signed distance says one thing more: on which side the sample lies."
            ),
            "no bias in z": "Your line goes through the origin whatever b is. Which number shifts it?",
            "the weights added up in place of their length": (
                "You divide by the way along the axes, as in a town with a grid of streets. The length of an "
                "arrow is the way as the crow flies: how did Pythagoras get it?"
            ),
            "the two sides exchanged": (
                "The sizes are right and every sign is wrong. On which side is z positive, and what does the "
                "neuron say there?"
            ),
        },
    ),
    "boundary.margin": Words(
        task=(
            "Write margin(w, b, X, y): the smallest distance of a sample from the boundary, where a sample "
            "on its right side counts as positive and one on the wrong side as negative. X is (n, d), y "
            "holds n classes 0 or 1."
        ),
        hints={
            "wrong answers counted as right": (
                "This is the distance of the nearest sample, right or wrong. If one is on the wrong side, "
                "the margin must say so. What does y tell you that you have not used?"
            ),
            "class 0 taken for the positive side": (
                "Your signs are turned round: for which class should a positive z count as right?"
            ),
            "the classes left out": (
                "This is the smallest signed distance of all. A sample of class 0 is right where its "
                "distance is negative: it should count as positive there."
            ),
            "y used as the sign": (
                "For class 0 you multiply by 0, so these samples have no say. Which sign should they have?"
            ),
            "the bias in the length of w": (
                "Your signs are right; your distances are too small. b shifts the line and does not turn it: "
                "does it belong in the length?"
            ),
            "z in place of the distance": (
                "Your signs are right, but what you compare is z. How does a z become a distance?"
            ),
            "the mean in place of the smallest": (
                "This is how far the samples are on average. The margin is a promise about every one of them."
            ),
            "the largest in place of the smallest": (
                "This is the sample that is furthest on its side. Which one is in danger first if the line "
                "moves?"
            ),
        },
    ),
    "boundary.xor": Words(
        task=(
            "Give three step neurons that compute xor together: three triples (w1, w2, b). The first two see "
            "x1 and x2, the third sees only the two answers of the first two. Many solutions are right."
        ),
        hints={
            "a tie on the wrong side": (
                "Somewhere a z is exactly 0, and step(0) says yes. Find it at this corner, and move the "
                "threshold a little away from it."
            ),
            "the opposite: yes where both inputs are equal": (
                "Yes and no have changed places at all four corners. The first two neurons may well be "
                "right: what about the one that has the last word?"
            ),
            "OR: both inputs together slip through": (
                "Only one corner is left: where both inputs are on. Which of your first two neurons says no "
                "there, and how strongly does the third listen to it?"
            ),
            "NAND: no input at all slips through": (
                "Only one corner is left: where no input is on. Which of your first two neurons says no "
                "there, and how strongly does the third listen to it?"
            ),
            "yes to every corner": (
                "It says yes everywhere. Write down what the first two say at each corner. At a corner where "
                "xor is no, is one yes from them enough for the third?"
            ),
            "no to every corner": (
                "It says no everywhere. What is the largest z that the third neuron ever gets?"
            ),
        },
    ),
    "boundary.standardise": Words(
        task=(
            "Write standardise(X, X_new): shift and stretch the columns of X_new (m, d) as the columns of X "
            "(n, d) need it to get mean 0 and standard deviation 1 (divide by n, as NumPy does)."
        ),
        hints={
            "fitted on the new samples": (
                "You never use X. The neuron was trained on samples scaled by X's numbers; if new samples "
                "are scaled by their own, the same bird lands in a different place in different company."
            ),
            "fitted on all samples": (
                "You let the new samples have a say in the scale. They were to be kept out of all learning, "
                "and the mean and the spread are learned, too."
            ),
            "not stretched": (
                "The middle is right, the spread is not: a column in grams is still wider than one in "
                "millimetres."
            ),
            "not shifted": (
                "The spread is right, the middle is not. Where should the mean of X's columns end up?"
            ),
            "divided by the variance": (
                "You divide by the mean of the squares. What has to be done to it to get back to the units "
                "of X?"
            ),
            "divided by n - 1": (
                "All is right but the factor: here the mean of the squared deviations is taken over all n."
            ),
            "one mean and one spread for all columns": (
                "You are right as long as there is one column. Millimetres and grams need a mean and a "
                "spread each."
            ),
            "rows in place of columns": (
                "You scale each sample by itself. Which way do the features run in X?"
            ),
        },
    ),
}

# What three_triples says of an answer of another form.
THREE_NEURONS = "three neurons of three numbers (w1, w2, b) each were expected and {came} came"
ONE_NEURON = (
    "three neurons of three numbers (w1, w2, b) each were expected, and for neuron {number} came {came}"
)
