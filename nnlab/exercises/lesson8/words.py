"""Exercises of lesson 8 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "batches.softmax": Words(
        task=(
            "Write softmax(z): turn each row of the logits z (n, k), one row per sample, into shares (n, k) "
            "that sum to 1. It must not overflow, however large the logits are."
        ),
        hints={
            "it overflows": (
                "Right where the logits are small. The exponential of a thousand is more than a computer's "
                "number can hold, and infinity divided by infinity is nan. What may you add to a whole row "
                "without changing its shares?"
            ),
            "the exponent cut off": (
                "You cut the logits off, so beyond some size they all look alike. It is the differences "
                "within a row that count, and they must be kept."
            ),
            "the smallest taken away": (
                "Taking the same number from a whole row is a good idea. But you leave the differences above "
                "zero, where the exponential grows: which number would leave them below?"
            ),
            "one maximum for all rows": (
                "You take away the largest number of the whole table. A row that lies far below it becomes "
                "nothing but zeros, and zero divided by zero is nan. Each row has a largest of its own."
            ),
            "the softmax over the batch": (
                "Look at the sums: in your answer the columns sum to 1, not the rows. Your samples compete "
                "with each other; the classes of one sample should."
            ),
            "the softmax over the batch, and it overflows": (
                "Two things. Look at the sums: your columns sum to 1, and the rows should. And where the "
                "logits are large, your exponentials become infinite."
            ),
            "the softmax over the batch, and one maximum for all columns": (
                "Look at the sums: in your answer the columns sum to 1, not the rows. And a single maximum "
                "for the whole table leaves nothing of what lies far below it."
            ),
            "the softmax over the whole table": (
                "All your shares together sum to 1. With several samples, each row is a whole of its own."
            ),
            "not divided": (
                "The largest of each row gets 1 already, and the others come on top. What makes shares of "
                "them?"
            ),
            "the largest takes all": (
                "You give everything to the largest. That is what the answer comes to in the end, but the "
                "others should get something, too, or nothing could be learned from a small change."
            ),
            "a sigmoid for each": (
                "Each of your answers depends on its own logit alone, so nothing makes a row sum to 1. If "
                "one class gains, the others must lose."
            ),
            "without the exponential": (
                "You divide the logits by their sum, which may be zero. What makes every number positive "
                "first?"
            ),
            "the logarithm of it": (
                "These are the logarithms of the shares. The loss will need them; here the shares are asked "
                "for."
            ),
        },
    ),
    "batches.mean_loss": Words(
        task=(
            "Write mean_loss(losses, sizes): the mean loss over all samples of an epoch, one number. losses "
            "(m,) holds the mean loss over each of its m batches, sizes (m,) how many samples each batch "
            "has. The last batch may be smaller."
        ),
        hints={
            "the mean of the batch means": (
                "Right as long as all batches have the same size. In a small last batch each sample counts "
                "for more in your mean than the samples of the others do."
            ),
            "the smaller batch left out": (
                "You use the full batches alone. The samples of the last were seen, too."
            ),
            "the smaller batch's samples left out of the count": (
                "The sum is right: the last batch is in it. By how many samples do you divide?"
            ),
            "every batch counted as a full one": (
                "The sum is right. You divide it as if every batch were full."
            ),
            "the sum in place of the mean": (
                "These are all losses added up: a number that grows with the file. The mean does not."
            ),
            "divided by the number of batches": (
                "The sum over all samples is right. A mean over samples is divided by their number."
            ),
            "the means taken for sums": (
                "Each number of losses is a mean already. What does its batch add up to?"
            ),
            "the means added up": (
                "Your number grows with every batch, even when no sample gets worse. How many samples stand "
                "behind each of the losses, and how many are there in all?"
            ),
            "the last batch alone": "This is the loss of the last batch. The epoch has others, too.",
            "halved with every batch": (
                "Taking the mean of what you had and of what has come gives the last batch as much weight as "
                "all those before it together."
            ),
        },
    ),
    "batches.softmax_loss": Words(
        task=(
            "Write softmax_loss(z, y): the mean over the samples of -log p, where p is the share that a "
            "softmax over the row gives to the right class. z (n, k) are the logits, y (n, k) the right "
            "classes, one-hot. It must be right even where a p is too small for a computer's number."
        ),
        hints={
            "it overflows": (
                "Right where the logits are small. With large ones your exponentials become infinite, and "
                "the loss is nan. What may be taken away from a whole row without changing its shares?"
            ),
            "the logarithm of 0": (
                "Nothing overflows. But where a p is rounded to zero its logarithm is infinite, and zero "
                "times infinity is nan. Begin on paper: what is the logarithm of a quotient whose upper part "
                "is an exponential?"
            ),
            "the logarithm of a clipped p": (
                "You keep p away from zero before you take its logarithm. So the loss cannot rise above a "
                "ceiling, and where it has reached it no slope is left. On paper the logarithm and the "
                "exponential cancel: then nothing need be kept away."
            ),
            "the sum in place of the mean": (
                "Right for a single sample. With more of them your loss grows, though nothing has become "
                "worse: the task asks for the mean over the samples."
            ),
            "the mean over the classes, too": (
                "You divide by all the numbers of the table. How many samples are there?"
            ),
            "the sign": (
                "Your loss is below zero. A logarithm of a share is never positive: what makes a loss of it?"
            ),
            "the softmax over the batch": (
                "Your shares sum to 1 down the columns: the samples compete with each other. The classes of "
                "each sample should."
            ),
            "the largest p in place of that of the right class": (
                "You take the largest share of each row, whether its class is the right one or not. Then a "
                "net that is sure is always praised. Where does y come in?"
            ),
            "the wrong classes counted, too": (
                "You also pay for every wrong class, as separate yes-or-no questions would. In a softmax, "
                "what a wrong class gains the right one loses, and that has been paid for."
            ),
            "all classes counted": (
                "You add up the logarithms of all shares of a row. Which one does y point to?"
            ),
            "no logarithm": (
                "You use the share itself. That changes little between an answer that is wrong and one that "
                "is confidently wrong; the logarithm makes the difference."
            ),
            "the mean before the logarithm": (
                "Right for a single sample. You take the mean of the shares first, so one good answer can "
                "hide a hopeless one. Each sample pays for itself."
            ),
            "another base of the logarithm": (
                "All are off by the same factor. Which base goes with the exponential of the softmax?"
            ),
            "no softmax": (
                "You pick the logit of the right class. What counts is how it stands to the others in its "
                "row."
            ),
            "a sigmoid for each": (
                "You ask the logit of the right class alone. In a softmax the others of its row have a say."
            ),
        },
    ),
    "batches.batch_gradient": Words(
        task=(
            "Write batch_gradient(W, b, X, y) for softmax regression: the logits of a batch X (n, d) are X W "
            "+ b with W (d, k) and b (k,), the answers their softmax, y (n, k) the right classes, one-hot. "
            "Return the slopes of the mean cross-entropy by W (d, k) and by b (k,). Nothing may overflow."
        ),
        hints={
            "it overflows": (
                "Right where the logits are small. With large ones your exponentials become infinite, and "
                "nan spreads to every weight. The first exercise has the cure."
            ),
            "one maximum for the whole batch": (
                "You take away the largest logit of the whole batch. A sample whose logits all lie far below "
                "it has nothing left, and zero divided by zero is nan."
            ),
            "the sum in place of the mean": (
                "Right for a single sample. With more of them your gradient grows, so the right learning "
                "rate would depend on the size of the batch."
            ),
            "divided by the classes, too": (
                "You divide by all the numbers of y. The loss is a mean over samples, and a sum over classes."
            ),
            "only the weights' slopes divided": (
                "The slopes of the weights are right. Those of the biases are of the same loss, a mean."
            ),
            "only the biases' slopes divided": (
                "The slopes of the biases are right. Those of the weights are of the same loss, a mean."
            ),
            "the sign": (
                "This is the way down. The gradient points to where the loss grows; the minus is in the step."
            ),
            "the softmax over the batch": (
                "Your shares sum to 1 down the columns: the samples of the batch compete with each other. It "
                "would even learn something, and never as much as it could. Look at the sums of the rows."
            ),
            "the softmax over the whole table": (
                "All shares of the batch together sum to 1. Each sample should have a whole of its own."
            ),
            "a sigmoid for each": (
                "Each of your answers depends on its own logit alone. Those of a softmax sum to 1."
            ),
            "no softmax": "You compare the logits with y. A logit may be any number; y holds shares.",
            "the largest takes all": (
                "You compare the winner with y. Then a sample that is just barely right teaches nothing: "
                "that is the perceptron's rule. The shares say how sure the answer was."
            ),
            "the slope of a sigmoid put in once more": (
                "In the slope by the logits, that of the softmax and that of the logarithm cancel. You put a "
                "slope back in, which makes confident mistakes learn slowly."
            ),
            "the right class alone": (
                "You move the right class alone. A wrong class that got a share has a slope, too."
            ),
            "the bias forgotten": "Your logits leave b out. You give it a slope, but no say in the answer.",
            "one sum for all biases": (
                "You give all biases the same slope: in all, the shares and y have the same sum, so it is "
                "zero. Each class has a bias of its own, and a column of its own."
            ),
            "the biases' slopes with the inputs": (
                "The slopes of the weights are right. A bias is added as it is: X is not in its slope."
            ),
            "the gradient turned on its side": (
                "All numbers are right, but the slopes by W must have the shape of W, or no step can be made."
            ),
            "the two in the other order": "Both are right. The task asks for the slopes by W first.",
            "a step in place of the gradient": (
                "You have made a step already, with a rate of 1. The slopes alone are asked for."
            ),
        },
    ),
    "batches.epoch": Words(
        task=(
            "Write epoch(X, y, size, number): return a list of batches (X_b, y_b) in which every sample of X "
            "(n, d), y (n,) comes once, in a random order that np.random.default_rng(number) gives: number "
            "is that of the epoch. Batches hold size samples, the last what is left. The check shows: how "
            "often each sample came with its own y; how many batches; the largest size; the smallest; of "
            "many samples also: were they mixed, does the same number give the same again, does the next "
            "give another."
        ),
        hints={
            "drawn with replacement": (
                "Some samples come more than once, and others never: about a third of them in each round. "
                "When a card has been drawn it must not go back into the pack before all have been seen."
            ),
            "the last batch lost": (
                "The samples that do not fill a batch are never seen; and with a batch larger than the file "
                "there is no step at all, and no error. How many batches are there if one may be smaller?"
            ),
            "the last batch filled up": (
                "You fill the last batch with samples that have been seen already. It may be smaller."
            ),
            "an empty batch at the end": (
                "Every sample comes once, but then comes a batch of nobody. The mean of no samples is nan, "
                "and one step with it ruins every weight."
            ),
            "the rest joined to a full batch": (
                "Every sample comes once, but those left over make another batch too large. Give them their "
                "own."
            ),
            "shared out evenly": (
                "Every sample comes once, shared out evenly. Here all batches but the last should be full."
            ),
            "the whole file in one batch": "Every sample comes once, all in one batch. What is size for?",
            "one sample in each batch": "Every sample comes once, alone. What is size for?",
            "X and y no longer belong together": (
                "You move the samples without their answers, or each by an order of its own. Nothing fails "
                "then, and nothing can be learned. One order must do for both."
            ),
            "in the order of the file": (
                "Every sample comes once, as the file has them. If the file is sorted by class, the net sees "
                "a single class for long, and forgets the others."
            ),
            "neighbours stay together": (
                "Every sample comes once, but a batch holds nothing but neighbours. In a file sorted by "
                "class every batch would have one class. Shuffle before you cut, not after, and not inside."
            ),
            "another order for the same number": (
                "Every sample comes once, but the same number gives another order each time. Then no run can "
                "be repeated, and none can be resumed."
            ),
            "the same order in every epoch": (
                "Every sample comes once, in the same order in every epoch. That often does no harm, but "
                "here each epoch is to have its own: where does its number come in?"
            ),
        },
    ),
    "batches.adam_step": Words(
        task=(
            "Write adam_step(theta, gradient, m, v, t, lr): step t of Adam, the first being t = 1. theta, "
            "gradient and the running means m (of the gradient) and v (of its square) are (p,). Use β1 = "
            "0.9, β2 = 0.999, and ε = 1e-8, added to the root of the corrected v. Return the new theta, m "
            "and v; m and v as they are before the correction."
        ),
        hints={
            "no correction": (
                "The running means begin at zero, and so are too small at first, the root of v even more "
                "than m: your first steps are too long. What share of the whole has a mean gathered after t "
                "steps?"
            ),
            "only m corrected": (
                "You correct m. The other mean began at zero as well, and it gathers more slowly: divided by "
                "its root, your first steps are far too long."
            ),
            "only v corrected": (
                "You correct v. The other mean began at zero as well: your first steps are far too short."
            ),
            "the correction of v outside the root": (
                "You take the root, and correct it by what the mean lacks. Correct first, then take the root."
            ),
            "the correction of the first step for ever": (
                "The first step is right, and later ones are not. What a mean lacks becomes less with each "
                "step: where does t come in?"
            ),
            "the correction one step behind": (
                "You correct by one step too few. At the first step you divide by zero: t counts from one."
            ),
            "the correction one step ahead": (
                "You correct by one step too many. The first step is t = 1 here: nothing need be added."
            ),
            "multiplied by the correction": (
                "The means are too small at first, and you make them smaller still. Which way must it go?"
            ),
            "the corrected means kept": (
                "The new theta is right. You give back corrected means: the next step corrects them once "
                "more."
            ),
            "eps inside the root": (
                "Right where the gradient is not tiny. Inside the root, a small number becomes a much larger "
                "one. Does the formula add it before the root is taken, or after?"
            ),
            "eps added before the correction": (
                "Right where the gradient is not tiny. You correct the rate in place of the means, as some "
                "libraries do; then ε is added to a root that is not corrected yet. The task wants it after."
            ),
            "no eps": (
                "Right where the gradient is not tiny. Where it is zero and always was, you divide zero by "
                "zero: what does the task add to the root?"
            ),
            "no root": (
                "v is a mean of squares. Divided by it as it is, a large gradient makes a short step: what "
                "brings it back to the unit of the gradient?"
            ),
            "the gradient not squared": (
                "Your v is a mean of the gradient itself, and may be below zero, where it has no root. The "
                "task says of what it is the mean."
            ),
            "the mean squared in place of the gradient": (
                "You put the square of m into v. It takes the gradient itself, squared: noise that cancels "
                "in m must not be forgotten in v."
            ),
            "the two shares of a mean exchanged": (
                "You keep little of the old means and take much of the gradient. β is the share that is kept."
            ),
            "the two betas exchanged": (
                "The two means have changed places: which of the two is to remember longer, the one of the "
                "gradient or the one of its square?"
            ),
            "the gradient added whole": (
                "You keep a share of the old mean and add all of the gradient. What share of it makes a mean?"
            ),
            "the gradient itself in place of its mean": (
                "You divide the gradient itself, as RMSProp does. Both running means are right, and one of "
                "them is never used."
            ),
            "a step by the old means": (
                "The new means are right, but your step is made by those that you were given. This gradient "
                "is to count for this step."
            ),
            "the old means given back": (
                "The new theta is right. But you give back the means you were given, and so nothing is kept."
            ),
            "uphill": "Your theta goes to where the loss grows.",
            "the change alone": (
                "The means are right. In place of the new theta you give back the change to it."
            ),
            "the three in another order": "All three are right. The task asks for theta, then m, then v.",
            "theta alone": (
                "The new theta is right. The next step will need the new means: give them back, too."
            ),
        },
    ),
}

# What is said of an epoch of another form.
ALL_BATCHES = "a list of batches (X_b, y_b) was expected and {came} came"
ONE_BATCH = (
    "a list of batches (X_b, y_b) was expected, as many rows in the one as numbers in the other, and for "
    "batch {number} came {came}"
)
