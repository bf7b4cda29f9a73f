"""Exercises of lesson 3 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "neuron.slope": Words(
        task=(
            "Write slope(a): the slope da/dz of the sigmoid, where a is what the sigmoid says (a number or "
            "an array). You do not need z."
        ),
        hints={
            "a taken for z": (
                "You send a through the sigmoid once more. It has been through it already: a is an answer, "
                "not a pre-activation."
            ),
            "the slope of tanh": (
                "At the middle a sigmoid rises by a quarter for each unit of z. What does yours give there? "
                "This is the slope of its taller relative."
            ),
            "the sign of the slope": "A sigmoid rises everywhere. Which sign does your slope have?",
            "half of the product": (
                "Near an answer of one your slope vanishes, as it should. What should it do near an answer "
                "of zero?"
            ),
            "the other half of the product": (
                "Near an answer of zero your slope vanishes, as it should. What should it do near an answer "
                "of one?"
            ),
            "the activation in place of its slope": (
                "This is the sigmoid itself, of a. You have its answer already: how steep is it there?"
            ),
        },
    ),
    "neuron.gradient": Words(
        task=(
            "Write gradient(w, X, y): the gradient (d,) of half the summed squared error of a sigmoid neuron "
            "without bias, at weights w (d,), for samples X (n, d) and targets y (n,)."
        ),
        hints={
            "the sign of the gradient": (
                "This is the way down. The gradient points up, to where the loss grows; the minus comes "
                "later, in the step."
            ),
            "the slope of the activation left out": (
                "This is right for another loss, the cross-entropy. Between the error and z stands the "
                "sigmoid: which factor of the chain is missing?"
            ),
            "the slope taken at a in place of z": (
                "Your error and your inputs are right. The slope of the activation is taken in the wrong "
                "place: does your helper want z or a, and which does it get?"
            ),
            "the mean in place of the sum": (
                "You are right for a single sample. With more, the task asks for all of them together."
            ),
            "no half": (
                "You are off by the same factor everywhere. What does the half in the loss do to the slope "
                "of a square?"
            ),
            "the inputs left out": (
                "Every weight gets the same. A weight whose input is zero has no say in z: what must its "
                "part of the gradient be?"
            ),
            "the error left out": "You never use y. Without it the neuron cannot know which way is down.",
            "a dot product in the slope": (
                "Your slope is one number for all samples: np.dot multiplies and then adds up. Each sample "
                "has a slope of its own. Which product keeps them apart?"
            ),
        },
    ),
    "neuron.cross_entropy": Words(
        task=(
            "Write cross_entropy(a, y): the mean over the samples of what each answer a, between 0 and 1, "
            "costs: minus the logarithm of the probability that the neuron gave to what was right. y holds 0 "
            "or 1."
        ),
        hints={
            "the sum in place of the mean": (
                "You are right for one sample. The task asks for the mean: a larger data set should not cost "
                "more."
            ),
            "only the samples of class 1": (
                "A neuron that says yes to everything would cost nothing. What should a wrong yes cost?"
            ),
            "the sign": (
                "The logarithm of a probability is below zero. A loss should fall when things get better."
            ),
            "the answers exchanged": (
                "A confident and right answer should cost next to nothing. What does it cost in your answer?"
            ),
            "the logarithm to another base": (
                "You are off by the same factor everywhere. Which logarithm has a slope of one at one?"
            ),
            "the squared error": (
                "This is the mean squared error. It never costs more than one, however sure a wrong answer "
                "is."
            ),
            "the minus on the first term only": (
                "Your minus reaches no further than the first product. Both logarithms are below zero: how "
                "far must the minus reach?"
            ),
        },
    ),
    "neuron.roll": Words(
        task=(
            "Write roll(w, b, x, y, lr, steps): start at w and b and take that many steps of gradient "
            "descent on half the squared error of one sigmoid neuron for one sample, input x and target y "
            "(all are numbers). Return the new w and b."
        ),
        hints={
            "uphill": "The loss grows with every step: you go where the gradient points. Which way is down?",
            "the bias stays behind": (
                "Your first step in w is right, but b never moves. What is the input that belongs to b?"
            ),
            "the bias moves along with x": (
                "Your first step in w is right. A bias belongs to an input that is always the same: which?"
            ),
            "one after the other": (
                "You move w, look again, and then move b. A step of descent looks once, and then moves "
                "everything at once."
            ),
            "only one step": "Right as long as one step is asked for. What if it is none, or several?",
            "one step too many": "Count your steps: with none asked for, w and b should stay.",
            "always the first slope": (
                "You measure the slope once and keep it. After a step the ball is somewhere else."
            ),
            "the slope of the activation left out": (
                "Your steps are too long, most of all where the answer is near 0 or 1. Between the error and "
                "z stands the sigmoid, and it has a slope."
            ),
        },
    ),
}
