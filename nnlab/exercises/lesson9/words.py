"""Exercises of lesson 9 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "convolution.answers_along": Words(
        task=(
            "Write answers_along(side, kernel, padding, stride): how many answers a kernel gives along one "
            "side of a picture. All four are numbers of pixels. The picture has a rim of zeros, padding "
            "wide, at both ends. After each answer the kernel moves on by stride pixels (in this lesson "
            "always by one); where it would stick out, it stops. Return a whole number."
        ),
        hints={
            "the first place not counted": (
                "You count the moves. Before its first move the kernel has answered once already."
            ),
            "one place too many": (
                "One answer too many, everywhere. Lay a kernel as long as the side on it: how often does it"
                " fit?"
            ),
            "the padding on one end alone": (
                "The rim goes all around the picture. How many ends does a side have?"
            ),
            "no padding": "Right where there is no rim. A rim makes the side longer, at both ends.",
            "no stride": (
                "Right as long as the kernel moves on by one pixel. With a longer step it lands less often."
            ),
            "the 1 before the division": (
                "Right for a stride of one. Each of your numbers is there, but when is the first place "
                "added: before the moves are counted, or after?"
            ),
            "a part of a step counted": (
                "If the last step is too long, the kernel would stick out of the picture. You let it."
            ),
            "not a whole number": (
                "Where the steps come out even, you are right. A part of a step leads to no new place."
            ),
            "windows side by side": (
                "You lay the windows side by side, like tiles. They overlap: the kernel moves on by stride,"
                " not by its own length."
            ),
            "the padded side itself": (
                "That is how long the padded side is. The kernel cannot begin at its last pixel."
            ),
            "the side itself": (
                "That is the side of the picture. Some paddings give as many answers as pixels, but not all."
            ),
        },
    ),
    "convolution.correlate": Words(
        task=(
            "Write correlate(x, K, padding): the cross-correlation of a picture x (rows, columns), with a "
            "rim of zeros of that width around it, and a kernel K (f, g). Return the answers at all places "
            "where the kernel lies within the rim. Try it without loops over the places: what does one "
            "number of the kernel add to all answers at once?"
        ),
        hints={
            "the kernel turned round": (
                "You have turned the kernel round: that is the convolution of mathematics. Here its upper "
                "left number belongs to the upper left pixel of the window."
            ),
            "the kernel transposed": (
                "Rows and columns of the kernel have changed places. Look at which loop goes down."
            ),
            "the answers transposed": (
                "All the numbers are there, but rows and columns of the answers have changed places."
            ),
            "no padding": (
                "Right without a rim. With one, the kernel may reach beyond the picture, and finds zeros."
            ),
            "the rim filled with the edge": (
                "Your rim repeats the pixels at the edge. It is to be blank: zeros."
            ),
            "the rim at one end alone": (
                "Your rim lies on the right and below only. The kernel is to reach beyond the picture on "
                "all sides."
            ),
            "the mean in place of the sum": (
                "The products of a window are added up, not averaged: a kernel may add up to anything."
            ),
            "the windows alone": "You add up the pixels of each window. Where does the kernel come in?",
            "the last number of the kernel alone": (
                "Only the last number of the kernel counts in your answer. Do you add, or write over what "
                "was there before?"
            ),
            "the last row and column forgotten": (
                "Every number is right, but the last row and the last column of answers are missing."
            ),
            "the largest product in place of the sum": (
                "You keep the largest product of each window. That is pooling's business; here all are "
                "added up."
            ),
        },
    ),
    "convolution.kernel_gradient": Words(
        task=(
            "Write kernel_gradient(x, delta). A kernel has answered at every place of the picture x (rows, "
            "columns), without a rim, and delta holds the slope of the loss by each of these answers. "
            "Return the slope of the loss by each number of the kernel. Its shape (f, g) follows from those"
            " of x and delta."
        ),
        hints={
            "the mean over the places": (
                "You average over the places. But a number of the kernel, nudged a little, changes the "
                "answers at all places, and each change counts in full. Training hides this mistake; the "
                "gradient check finds it."
            ),
            "the gradient turned round": (
                "The right numbers, turned round. Which pixel does the upper left number of the kernel meet"
                " at the first place?"
            ),
            "delta turned round": (
                "Your delta goes backwards: its upper left number belongs to the window in the upper left "
                "corner."
            ),
            "the windows without delta": (
                "You add up the windows as if every answer mattered equally. How much each matters, delta "
                "says."
            ),
            "the last place alone": (
                "Only the last place counts in your answer. Do you add, or write over what was there before?"
            ),
            "the first place alone": (
                "This is what the first place adds. The kernel is used at all the others, too."
            ),
            "the bias's gradient": (
                "This would be the slope by the bias, which every answer gets as it is. What a number of "
                "the kernel does to an answer depends on the pixel under it."
            ),
            "one delta for all places": (
                "You have added up delta and the windows apart. Each window goes with the delta of its own "
                "place."
            ),
            "the sign": (
                "Your gradient points the other way. Going downhill subtracts it later; the gradient itself"
                " points uphill."
            ),
        },
    ),
    "convolution.max_pool_gradient": Words(
        task=(
            "Write max_pool_gradient(A, delta). Of each block of two by two numbers of A (rows, columns) "
            "the largest was kept, and delta holds the slope of the loss by each of those kept. Return the "
            "slope by every number of A. Where several in a block are equally large, the first counts, row "
            "by row."
        ),
        hints={
            "all ties paid": (
                "Right where one number is the largest. Where several are, each of yours gets all of delta,"
                " so more is paid out than came in. On blank paper that happens all the time."
            ),
            "the ties share": (
                "You share delta among those that are equally large. That would be a fair choice, too; the "
                "task asks for the first of them."
            ),
            "the last of the ties": ("Right where one number is the largest. Of several you take the last."),
            "the first column before the first row": (
                "Right where one number is the largest. Of several you take the first column by column."
            ),
            "the mean's gradient": (
                "You share delta out equally: that is how the mean does it. A number below the largest may "
                "change a little, and what is kept stays as it is."
            ),
            "all of a block get all": (
                "Everyone in a block gets all of delta. But nudge a number that is not the largest: does "
                "what was kept change?"
            ),
            "delta left out": (
                "You have found the right places. What stands there is how much the loss changes, and delta"
                " knows that."
            ),
            "the largest itself in place of its slope": (
                "At the right places you put the numbers of A. They say what was kept, not how the loss "
                "changes with it."
            ),
            "times the largest": (
                "The right places, but the largest is not a factor: nudge it by a little, and what was kept"
                " changes by just as much."
            ),
            "always the first of the block": (
                "You always pay the upper left number. Which one was kept, A says."
            ),
            "the smallest in place of the largest": "You pay the smallest of each block.",
        },
    ),
}
