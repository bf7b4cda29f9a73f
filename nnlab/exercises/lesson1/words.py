"""Exercises of lesson 1 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "perceptron.nand": Words(
        task=(
            "Give three numbers (w1, w2, b) with which a step neuron computes NAND of two inputs 0 or 1: it "
            "says 1 (yes) unless both inputs are 1. Many triples are right."
        ),
        hints={
            "a tie on the wrong side": (
                "Work out z at this corner on paper: it is exactly 0. On which side does step(0) fall?"
            ),
            "AND instead of NAND": (
                "Yes and no have changed places at all four corners: this neuron computes AND. Which of your "
                "numbers pull towards yes, and which should?"
            ),
            "NOR instead of NAND": (
                "With no input at all your neuron rightly says yes, but a single input silences it already: "
                "that is NOR. How far may one input pull z down, and how far must two?"
            ),
            "the sign of the bias": (
                "Your two weights can stay. With both inputs 0 nothing is left of z but b: what must the "
                "neuron say there? A threshold on the other side of the inequality changes its sign when it "
                "becomes a bias."
            ),
            "the sign of the weights": (
                "Your b can stay: without input the neuron says yes. Which way must an input that is 1 move "
                "z from there, and which way do your weights move it?"
            ),
        },
    ),
    "perceptron.update": Words(
        task=(
            "Write update(w, b, x, y, lr): the neuron looks at one sample x (d,) of class y and learns from "
            "it with learning rate lr. Return its new weights (d,) and its new bias; if its answer was "
            "right, both stay."
        ),
        hints={
            "the sign of the update": (
                "You move at the right moments and in the wrong direction. When the neuron said no and yes "
                "was wanted, should z for this sample be larger or smaller next time? Which is it after your "
                "update?"
            ),
            "the forgotten bias": (
                "Your weights are right everywhere, but your bias never moves, so the boundary can turn and "
                "never shift. How would b move if it were one more weight? Of which input?"
            ),
            "the bias moves along with x": (
                "Your weights are right. A weight moves along with its own input; which input does b belong "
                "to, and how large is that one?"
            ),
            "no learning rate for the bias": (
                "Your weights are right, and so is your bias wherever lr is 1. What should halving lr do to "
                "it?"
            ),
            "no learning rate": "All is well wherever lr is 1. What should halving lr do to an update?",
            "an update although the answer was right": (
                "You move for every sample of class 1, even if the neuron got it right, and for none of "
                "class 0. The class alone does not say whether there is anything to learn: what else do you "
                "need?"
            ),
            "the class in place of the error": (
                "You leave right answers alone and correct a wrong no, but after a wrong yes nothing moves: "
                "there the class is 0, and 0 times anything is 0. Your update uses the class to say which "
                "way to move. What tells a wrong no from a wrong yes, and is not 0 for either?"
            ),
            "z in place of the answer": (
                "You compare the class with z. The neuron does not answer z: something still happens to it "
                "first. Which values can a mistake have after that?"
            ),
            "step(0) = 0": (
                "You are right wherever z is not exactly 0. What does a neuron in this lesson say to a tie?"
            ),
            "no bias in z": (
                "When your neuron moves, it moves as it should, but it misjudges some samples. Look at how "
                "you find out what it says: which of its numbers does z depend on?"
            ),
            "w where x belongs": (
                "Your bias is right. Your weights move along themselves, so from zero they would never move "
                "at all. What should decide which weight moves, and how far?"
            ),
            "answers of -1 and +1": (
                "Your neuron says minus one where it should say 0, so class 0 never counts as right, and "
                "class 1 after a wrong no gets an error that is twice too large. Which two answers does a "
                "step neuron have in this lesson?"
            ),
            "the error asked again after each weight": (
                "Your neuron looks at the sample again after each number that it moves. A mistake is found "
                "once, with all numbers as they were; then they all move together."
            ),
        },
    ),
    "perceptron.count_updates": Words(
        task=(
            "Write count_updates(X, y, lr, max_passes): a neuron starts with all weights and its bias at "
            "zero, looks at the samples X (n, d) with classes y (n,) in their order, again and again, and "
            "learns from each mistake at once. It stops after a pass without a mistake, or after max_passes "
            "passes. Return the number of updates."
        ),
        hints={
            "the passes are counted": (
                "You count how often the neuron went through the data. One pass can hold several updates, "
                "and the last may hold none."
            ),
            "the passes with a mistake are counted": (
                "Each pass in which something was wrong counts once in your answer. What if two samples of "
                "the same pass are wrong?"
            ),
            "all looks are counted": (
                "You count every look at a sample. Most looks teach the neuron nothing: when does a look "
                "count?"
            ),
            "only the last pass is counted": (
                "Only the updates of the last pass are left in the end. Where in your loops does the counter "
                "start again?"
            ),
            "only the first pass is counted": (
                "You return after the first pass. At the end of which loop does your function return?"
            ),
            "a return after the first look": (
                "Your function returns when it has looked at a single sample. `return` ends the function, "
                "and every loop with it. How far to the right does your `return` stand, and in which loop is "
                "it?"
            ),
            "a return after the first mistake": (
                "Your function returns as soon as one sample is wrong, so it never counts beyond 1. `return` "
                "ends the function, and every loop with it. When is the count complete?"
            ),
            "a return after the first right answer": (
                "Your function returns as soon as one sample is right. The neuron may still err on the "
                "others: what must be quiet before it may stop?"
            ),
            "the end is tested inside a pass": (
                "Your function stops as soon as the first sample of a pass is right, whatever the others "
                "are. When can you know that a whole pass was quiet? In which loop does your test stand?"
            ),
            "only changes of w are counted": (
                "You look at w to see if there was an update. After some mistakes w is the same as before, "
                "and the neuron has learned all the same. For which samples does that happen, and what has "
                "moved there?"
            ),
            "step(0) = 0": (
                "At the very start all weights are zero, so z is 0 whatever the sample. What does a neuron "
                "in this lesson say to a tie?"
            ),
            "the forgotten bias": (
                "Your neuron counts as one without a bias would: its boundary always goes through the "
                "origin, and there AND cannot be learned. Does b take part in z, and does it move?"
            ),
            "the sign of the update": (
                "Your neuron runs away from the right answer: after an update it errs on the same sample "
                "more than before. Which way should z go when yes was wanted?"
            ),
            "the weights start again at every pass": (
                "At the start of each pass your neuron forgets what it has learned. What is to be set once, "
                "and what at the start of every pass?"
            ),
            "the neuron learns only at the end of a pass": (
                "All samples of a pass are judged with the weights from its start. This neuron learns at "
                "once: the next sample is judged with what the last one taught."
            ),
            "each pass ends at its first mistake": (
                "After a mistake you start again with the first sample. A pass goes on to the last sample, "
                "whatever happens on the way. Which of your loops ends there?"
            ),
        },
    ),
}

# What nand says of an answer of another form.
THREE_NUMBERS = "three numbers w1, w2, b were expected and {came} came"
NO_RETURN = "three numbers w1, w2, b were expected and {came} came (is a return missing?)"
NO_BIAS = "three numbers w1, w2, b were expected and {came} came (is the bias missing?)"
TRUTH_TABLE = (
    "three numbers w1, w2, b were expected and {came} came (a truth table? One weight for each input, and "
    "one bias)"
)
