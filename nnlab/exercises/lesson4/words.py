"""Exercises of lesson 4 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "network.forward": Words(
        task=(
            "Write forward(W1, b1, W2, b2, X): the answers (n, k) of a network with two layers of weights, "
            "for samples X (n, d). W1 (d, h) and b1 (h,) lead to hidden neurons with tanh, W2 (h, k) and b2 "
            "(k,) to outputs with the sigmoid."
        ),
        hints={
            "no biases": (
                "To a sample of zeros your network can only say a half. Which numbers have you not used?"
            ),
            "no bias in the hidden layer": (
                "Your output layer is right. The boundaries of your hidden neurons all go through the "
                "origin: what shifts them?"
            ),
            "no bias in the output layer": (
                "Your hidden layer is right. An output is a neuron like any other: what else does it add up?"
            ),
            "the hidden activation forgotten": (
                "Your hidden neurons pass z on as it is. Two layers like that are no more than one: what "
                "bends the plane?"
            ),
            "the output's activation forgotten": (
                "This is z of the outputs. What do they make of it, so that the answer lies between 0 and 1?"
            ),
            "the hidden bias after the activation": (
                "You add the hidden bias too late. Is it a part of z, or of a?"
            ),
            "both biases after the activation": (
                "A sigmoid never says more than one, but your outputs may. Is a bias a part of z, or of a?"
            ),
            "the sigmoid in the hidden layer too": (
                "Right for a network whose hidden neurons are sigmoids. Read again what these are."
            ),
            "tanh at the outputs too": (
                "Your hidden layer is right. Your outputs may say less than 0: what are they to be?"
            ),
        },
    ),
    "network.sse": Words(
        task=(
            "Write sse(a, y): the sum of squared errors. The answers a come from a layer, so they are a "
            "column (n, 1); the targets y are a row of n numbers, (n,)."
        ),
        hints={
            "a column against a row": (
                "Right for one sample, too much for more. Look at the shape of the difference: how many "
                "errors does NumPy find, and how many samples are there?"
            ),
            "the mean in place of the sum": (
                "You are right for one sample. The task asks for all of them together."
            ),
            "a mean over a column against a row": (
                "A mean was not asked for. And before that: what is the shape of your difference?"
            ),
            "a half too many": (
                "This is half of what was asked for; lesson three's loss had a half in front, this one does "
                "not."
            ),
            "not squared": "Errors of different sign cancel in your sum. What keeps them apart?",
            "absolute errors": (
                "Your errors no longer cancel. But this is the sum of their sizes, not of their squares."
            ),
            "the square of the sum": (
                "You add up first and square afterwards, so errors of different sign have cancelled already."
            ),
        },
    ),
    "network.hidden_delta": Words(
        task=(
            "Write hidden_delta(W2, delta2, a1): how the loss changes with z of each hidden neuron, (n, h). "
            "The hidden neurons are tanh and said a1 (n, h); W2 (h, k) leads to the outputs, whose own "
            "deltas are delta2 (n, k)."
        ),
        hints={
            "the slope left out": (
                "This is how the loss changes with what the hidden neurons say. Between that and z stands "
                "the activation, and it has a slope."
            ),
            "the slope of the sigmoid": (
                "You have come back through the weights as you should. But the slope is that of another "
                "activation: what are these neurons?"
            ),
            "the slope taken of z in place of a": (
                "The numbers a1 have been through tanh already, and you send them through once more. Does "
                "your slope want z or a, and which does it get?"
            ),
            "the activation in place of its slope": (
                "You multiply by what the neuron says. How steep is it at that place?"
            ),
            "the weights left out": (
                "All hidden neurons get the same blame. One with a thin wire to the output has less to do "
                "with its error than one with a thick wire: where are the weights?"
            ),
            "the size of the weights": (
                "Through a weight below 0, more of the hidden neuron means less of the output. Which sign "
                "must come back?"
            ),
            "the sign": (
                "The sizes are right and all signs wrong. A delta is a slope, it points uphill; the minus "
                "comes later, in the step."
            ),
        },
    ),
    "network.learn": Words(
        task=(
            "Write learn(W1, b1, W2, b2, X, y, lr): one step of gradient descent on half the summed squared "
            "error, for a network of sigmoids with W1 (d, h), b1 (h,), W2 (h, k), b2 (k,), samples X (n, d) "
            "and targets y (n, k). Return the new W1, b1, W2 and b2, and leave the old ones as they are."
        ),
        hints={
            "the weights updated too early": (
                "Your output layer is right. The error goes back through the very weights that produced the "
                "answer: are they still in place when you need them?"
            ),
            "uphill": "The loss grows. You go where the gradient points: which way is down?",
            "the sign of the hidden layer alone": (
                "Your output layer goes down, your hidden layer goes up. Has a sign been turned twice?"
            ),
            "the slope given z": (
                "The slope has a short formula in the activation. You put in something else: which does your "
                "helper want, and which does it get?"
            ),
            "the slope taken at a in place of z": (
                "Your slopes are taken in the wrong place: what has been through the sigmoid once goes "
                "through it again. Does your helper want z or a?"
            ),
            "the hidden slope left out": (
                "Your output layer is right. What comes back to a hidden neuron still has to get through its "
                "activation."
            ),
            "the output's slope left out": (
                "This would be right for another loss, the cross-entropy. With squared errors one factor is "
                "missing at the output, and so everywhere."
            ),
            "both slopes left out": (
                "You learn as if all neurons were linear. Each sigmoid on the way back has a slope."
            ),
            "the biases stay behind": (
                "Your weights are right, but the biases never move. What is the input that belongs to a bias?"
            ),
            "the mean in place of the sum": (
                "You are right for a single sample. With more, the task asks for all of them together."
            ),
            "no half": (
                "Your steps are too long, by the same factor everywhere. What does the half in the loss do "
                "to the slope of a square?"
            ),
            "the gradients themselves": (
                "These are the gradients, and they are right. The task asks for the weights after a step: "
                "what is still to be done?"
            ),
            "in another order": (
                "All four are right, but they come back in a different order from the one the task asks for."
            ),
            "a step after every sample": (
                "You are right for a single sample. With more, you move after each of them, and the next one "
                "meets weights that have moved. The task asks for one step."
            ),
            "tanh in the hidden layer": (
                "Right for hidden neurons with tanh, as in the exercise before. What are these?"
            ),
            "the output layer alone": (
                "Your output layer is right, but the hidden layer stays as it is. How does it learn?"
            ),
            "one sum for all biases of a layer": (
                "All biases of a layer move by the same amount, because you add up the whole table of "
                "deltas. Each neuron has a bias of its own: along which direction do the samples lie?"
            ),
            "the error overwritten by np.multiply": (
                "np.multiply takes two factors. The third array you give it is the place where it writes the "
                "product, so your error is gone, and everything that y says with it."
            ),
            "the third factor lost in np.multiply": (
                "np.multiply takes two factors. A third array is only the place for the product: it is "
                "overwritten and never multiplied."
            ),
        },
    ),
    "network.central_difference": Words(
        task=(
            "Write central_difference(f, theta, h): for each number in theta (p,) nudge it up by h and down "
            "by h, the others staying as they are, and return how fast f changes between the two places, "
            "(p,). f takes an array like theta and gives a number."
        ),
        hints={
            "nudged to one side only": (
                "Where the slope changes, a nudge to one side measures it at a place other than theta. What "
                "was the second nudge for?"
            ),
            "nudged downwards only": (
                "You nudge down, and compare with where you are. What was the other nudge for?"
            ),
            "divided by one nudge": (
                "All your slopes are too large, by the same factor. How far apart are the two places?"
            ),
            "divided by two, and times the nudge": (
                "You divide by two and then multiply by h: Python goes from left to right. What do you want "
                "to divide by, as a whole?"
            ),
            "not divided": (
                "This is how much f changes. A slope says how much it changes per unit of distance."
            ),
            "the other way round": "The sizes are right, the signs are not. Uphill is where f grows.",
            "all nudged at once": (
                "Right where theta holds a single number. With more, each has a slope of its own: which "
                "numbers may move while you look at one of them?"
            ),
            "a nudge that is never taken back": (
                "Your first slope is right. Where does the first number stand when you come to the second?"
            ),
        },
    ),
}
