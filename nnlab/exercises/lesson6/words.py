"""Exercises of lesson 6 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "penalties.l1_gradient": Words(
        task=(
            "Write l1_gradient(theta, lam, weights): the gradient (p,) of the L1 penalty, lam times the sum "
            "of |w|. Of theta (p,) only those numbers count for which weights (p,) is True; the others are "
            "biases. At a weight of exactly 0 take 0 as the slope."
        ),
        hints={
            "L1 gradient by the L2 formula": (
                "With yours a large weight is pulled harder than a small one. That is the other penalty, the "
                "one with the squares. How steep is the roof of |w|, far out and near its ridge?"
            ),
            "the biases are penalised": (
                "Right for weights. A bias only shifts the answer; who says that it should be near zero?"
            ),
            "a push at zero": (
                "A weight of exactly zero is pushed away from where the penalty is least. On which side of "
                "the ridge is it?"
            ),
            "the sign turned": (
                "Descent subtracts the gradient. With yours it would make the weights longer. Which way does "
                "the penalty rise?"
            ),
            "no side": (
                "Every weight is pulled the same way. For one below zero, which way does the penalty rise?"
            ),
            "no strength": (
                "The sides are right. How hard does the penalty pull, and where do you use its strength?"
            ),
            "half the strength": (
                "The sides are right, the pull is half of what it should be. The half in front belongs to "
                "the other penalty, where it goes away when the square is differentiated."
            ),
            "the penalty itself": (
                "That is the value of the penalty, one number. The task asks how it changes with each number "
                "of theta."
            ),
        },
    ),
    "penalties.proximal_step": Words(
        task=(
            "Write proximal_step(theta, gradient, lr, lam, weights): one step of descent with an L1 penalty "
            "that makes exact zeros. First theta (p,) goes down the gradient (p,) of the loss, which knows "
            "of no penalty. Then every weight moves towards 0 by lr times lam and stops there, should it "
            "arrive. Where weights (p,) is False there is a bias. Return the new theta."
        ),
        hints={
            "it does not stop at zero": (
                "A small weight arrives at zero and goes on to the other side. It should stay where it "
                "arrives."
            ),
            "by lam alone": (
                "The direction is right, the length is not. With half the learning rate a step should pull "
                "half as far."
            ),
            "the biases are pulled, too": (
                "Right for weights. The biases take the step down, and nothing else."
            ),
            "the slope of the penalty in place of the pull": (
                "This goes down the sum of loss and penalty, both slopes at the old place. A weight can then "
                "jump back and forth over zero for ever. The pull comes after the step."
            ),
            "pulled before the step": (
                "You pull first and step afterwards, and the step moves the weights away from zero again. "
                "Which one should have the last word?"
            ),
            "every weight shrinks by a share of itself": (
                "Your weights come nearer to zero and none arrives. That is the step of the other penalty, "
                "the one with the squares."
            ),
            "only small ones are set to zero": (
                "The small ones are right. The large ones are pulled as well, by the same amount."
            ),
            "the sign is lost": (
                "The lengths are right. On which side of zero should a negative weight come to lie?"
            ),
            "negative weights vanish": (
                "Right for weights above zero. For one below zero, which way is towards zero?"
            ),
            "the biases stand still": (
                "Right for weights. A bias pays no penalty; does that mean that it learns nothing?"
            ),
            "the side of the old place": (
                "The step itself may have carried a weight over zero, or away from it. On which side is it "
                "when the pull comes?"
            ),
            "the whole gradient": (
                "The pull is right, the step before it is too long. How far does descent go down a gradient?"
            ),
            "no pull": "The step down the loss is right. And the penalty?",
            "uphill": "The pull is right. But the gradient points to where the loss grows.",
        },
    ),
    "penalties.early_stop": Words(
        task=(
            "Write early_stop(validation, patience): learning makes steps 0, 1, ..., whose losses on the "
            "validation samples are validation (m,). It stops when patience steps in a row brought no new "
            "lowest loss, or at the last. Return the number of the step whose weights are to be kept: the "
            "lowest until then, the earliest if there are several. What would have come after the stop "
            "nobody knows."
        ),
        hints={
            "the last in place of the best": (
                "You stop at the right moment, and keep the weights of that moment. By then it has been "
                "getting worse for a while."
            ),
            "it looks beyond the stop": (
                "You look through the whole list. When patience has run out, learning has ended; a better "
                "step that would have come later was never made."
            ),
            "no patience": (
                "You stop at the first step that is no better. How many of these may there be in a row?"
            ),
            "too patient by one": (
                "Count the steps without a new lowest: as soon as there are as many as patience says, it "
                "ends."
            ),
            "not in a row": (
                "You count all the steps that brought nothing. A new lowest loss starts the count again."
            ),
            "compared with the step before": (
                "You count the steps that are no better than the one before. A loss may fall a little and "
                "still be far above the lowest. With which one should it be compared?"
            ),
            "a draw counts as better": (
                "A step that is only as good as the lowest so far is not a new lowest."
            ),
            "a draw costs no patience": (
                "You count the steps that were worse. One that is only as good as the lowest so far has "
                "brought nothing, either."
            ),
            "the loss in place of the step": (
                "That is the loss of the right step. The task asks for its number, so that its weights can "
                "be found."
            ),
        },
    ),
    "penalties.honest": Words(
        task=(
            "Write honest(validation, test): m settings (of lam, say) were tried, and of each you have the "
            "error on the validation samples, validation (m,), and the one on the test samples, test (m,). "
            "Return two things: the number of the setting to choose, from 0 on, and the error that you may "
            "publish for it."
        ),
        hints={
            "chosen on the test samples": (
                "The test samples have had a say in the choice. After that they are no longer samples that "
                "nobody has used."
            ),
            "the validation error published": (
                "The choice is right. But the error you publish is the lowest of several, picked because it "
                "was low: it flatters. Which samples had no say?"
            ),
            "the lowest test error published": (
                "The choice is right. The error you publish belongs to another setting."
            ),
            "the mean of all settings published": (
                "The choice is right. Only one of these models will be used; publish its error."
            ),
            "both errors had a say in the choice": (
                "You choose by both errors together. Then the test samples have had a say, and can no longer "
                "judge."
            ),
            "chosen on the test samples, the validation error published": (
                "The two sets of samples have changed places. Which of them chooses, and which one judges?"
            ),
            "the larger of the two errors published": (
                "The choice is right, and you are being careful. But one of these two errors was picked "
                "because it was low, and says nothing more; the other one can be reported as it is."
            ),
            "the mean of both errors published": (
                "The choice is right. But half of what you publish was picked because it was low."
            ),
            "counted from one": "The error is right. The settings are counted from 0 on.",
            "the two in the other order": (
                "Both are right, in the other order: the number of the setting comes first."
            ),
            "the worst chosen": "An error should be small.",
        },
    ),
    "penalties.validate": Words(
        task=(
            "Write validate(X, y, X_new, y_new, lam): what a validation is, from end to end. Standardise the "
            "features (divide by n, as NumPy does). Find w and b that make half the sum of squared errors on "
            "X (n, d) and y (n,) plus lam / 2 times the sum of the squared weights as small as can be; the "
            "bias is not penalised. Return the mean squared error on the samples X_new (m, d) and y_new "
            "(m,), which had no say."
        ),
        hints={
            "scaling fitted on all data": (
                "The new samples had a say in the scaling. Mean and spread are learned, too: from which "
                "samples?"
            ),
            "the new samples scaled by their own numbers": (
                "The model was fitted in one unit and is asked in another: the same sample must get the same "
                "numbers in both sets."
            ),
            "the penalty inside the validation error": (
                "Your weights are right. The penalty is a means to find them; it does not say how wrong the "
                "answers are."
            ),
            "the bias is penalised": (
                "Your answers are pulled towards zero, whatever y is. Shift all of y by the same amount: the "
                "errors should stay."
            ),
            "no bias": "To a sample in the middle your model says 0. What should it say?",
            "the error on the training samples": (
                "This is how well the model knows what it has seen. Which samples had no say?"
            ),
            "the penalty times n": (
                "Your weights are too short: this would be right for the mean of the errors. The task adds "
                "them up."
            ),
            "the convention of the lesson's ridge": (
                "Your weights belong to another loss: the mean of the squares, as in the lesson. The task "
                "has half their sum. By what must lam be multiplied to go from one to the other?"
            ),
            "the penalty twice as strong": (
                "Your weights are too short. Loss and penalty both have a half in front: does it go away in "
                "both?"
            ),
            "the penalty half as strong": (
                "Your weights are too long. Loss and penalty both have a half in front: what is left of each "
                "in its slope?"
            ),
            "divided by n - 1": "Almost. Read the task again: by what is the spread to be divided?",
            "not scaled": (
                "A feature in small units needs a large weight, and pays for it. What should be done with "
                "the features first?"
            ),
            "the root": "The weights are right. The task asks for the mean of the squares, without a root.",
            "half the mean": (
                "The weights are right. The half belongs to the loss that is learned with; an error is "
                "reported without it."
            ),
            "the new samples not scaled": (
                "The model was trained on scaled features, and is asked with others."
            ),
            "no penalty": "This is plain least squares; lam has no part in it.",
            "the sum in place of the mean": (
                "You add up where the task asks for the mean: more samples should not make a model look "
                "worse."
            ),
        },
    ),
}
