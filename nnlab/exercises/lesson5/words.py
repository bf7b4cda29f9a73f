"""Exercises of lesson 5 in words: the tasks, and a hint for each mistake."""

from nnlab.exercises.exercise import Words

WORDS = {
    "curvefit.bump": Words(
        task=(
            "Give three relu units that together draw a bump: 0 up to x = 0, straight up to 1 at x = 1, "
            "straight down to 0 at x = 2, and 0 from there on. A unit is a triple (w, b, v); it adds v times "
            "max(0, w x + b) to the curve. Many solutions are right."
        ),
        hints={
            "the slope in place of its change": (
                "Beyond the top your curve is level. The first unit goes on rising there for ever, and what "
                "a later one adds comes on top of that: how much must it take away so that the sum falls?"
            ),
            "it rises for ever": (
                "Up to the top all is right. A relu that has begun to rise never stops by itself: which unit "
                "is to bend the curve down?"
            ),
            "it falls for ever": (
                "The rise and the fall are right. Where the bump should end, the curve goes on falling: one "
                "more bend is missing."
            ),
            "the bends on the wrong side": (
                "A unit bends the curve where its own z is zero. With a weight and a bias of the same sign, "
                "is that to the left or to the right of zero?"
            ),
            "upside down": "All bends are where they should be, and every one of them bends the wrong way.",
        },
    ),
    "curvefit.unscale": Words(
        task=(
            "Write unscale(y, a): for learning, the targets y (n,) were scaled: less their mean, divided by "
            "their standard deviation (with n, as NumPy does). The network learned those, and now says a "
            "(m,). Return what it means by that, (m,), in the units of y."
        ),
        hints={
            "not scaled back": (
                "This is what the network said, and it has never seen the units of y: it knows only numbers "
                "around zero. Read as inflation, or as money, it is nonsense."
            ),
            "scaled once more": (
                "You did to the answers what was done to the targets. They are scaled already: what takes it "
                "back?"
            ),
            "in the wrong order": (
                "Both steps are there. If you put on socks and then shoes, you take off the shoes first: "
                "which step came last when the targets were scaled?"
            ),
            "the mean forgotten": (
                "The curve has the right size and hangs at the wrong height. An answer of zero stands for an "
                "ordinary value. Which value is ordinary for y?"
            ),
            "the spread forgotten": (
                "The curve hangs at the right height and has the wrong size. An answer of one stands for one "
                "above the ordinary, but one of what?"
            ),
            "the numbers of the answers in place of those of the targets": (
                "The scale must come from the training targets. Your mean and spread are taken from "
                "what it says now."
            ),
            "the other standard deviation": (
                "You divide by one less than the number of samples. Statisticians often do; but here the "
                "targets were scaled the other way, and what is undone must be what was done."
            ),
        },
    ),
    "curvefit.into_range": Words(
        task=(
            "Write into_range(y_seen, y, low, high): shift and stretch targets y (m,) by one rule for all, "
            "such that by this rule the smallest of y_seen (n,) would become low and the largest high. "
            "y_seen are the training targets; y are any, and may land outside the range."
        ),
        hints={
            "fitted on what is transformed": (
                "You never use y_seen. With your rule the same target gets a different number in different "
                "company, and the network has learned only one of them."
            ),
            "fitted on all of them": (
                "Your range comes from all targets. Those held out must have no say, not "
                "even in the range: in real use you would not have them yet."
            ),
            "from zero to one": (
                "You fill the range of a sigmoid, whatever is asked for. Where do low and high come in?"
            ),
            "stretched and not shifted": (
                "The stretch is right, but everything is too high or too low by the same amount. What should "
                "the smallest become?"
            ),
            "divided by the largest": (
                "The smallest lands where it should. The stretch is wrong as soon as the smallest is not "
                "zero: how wide is the range of y_seen?"
            ),
            "cut off at the ends": (
                "What lies beyond the range is cut off, so different targets become the same number, and "
                "nobody can scale them back. The task lets them land outside."
            ),
            "standardised": (
                "This gives mean zero and spread one: a good habit, but nothing keeps the targets inside a "
                "range. Start from the smallest and the largest."
            ),
        },
    ),
    "curvefit.sine_gradient": Words(
        task=(
            "Write sine_gradient(theta, x, y): the gradient (3,) of the mean squared error of the curve "
            "amplitude sin(frequency x + phase), for theta = (amplitude, frequency, phase), inputs x (n,) "
            "and targets y (n,)."
        ),
        hints={
            "the inner slope forgotten": (
                "Your slopes by frequency and by phase are the same. The frequency is multiplied by x: the "
                "further out a sample is, the more it moves when the frequency changes."
            ),
            "the amplitude forgotten in the inner slopes": (
                "The slope by amplitude is right. By the other two: a sine that is twice as high moves twice "
                "as fast when it is shifted."
            ),
            "the sum in place of the mean": (
                "You are right for a single sample. With more, the task asks for the mean: else the right "
                "learning rate would depend on how many samples there are."
            ),
            "the factor of the square forgotten": (
                "All slopes are off by the same factor. There is no half in this loss: what does the square "
                "bring?"
            ),
            "the sign": (
                "This is the way down. The gradient points to where the loss grows; the minus comes in the "
                "step."
            ),
            "the slope of the sine is another sine": (
                "The slope by amplitude is right. For the others you need how fast a sine rises: at zero it "
                "is steepest, and a sine is zero there."
            ),
            "the sign of the cosine": (
                "The slope by amplitude is right, the other two have the wrong sign. At zero a sine rises: "
                "is its slope there above or below zero?"
            ),
        },
    ),
    "curvefit.new_error": Words(
        task=(
            "Write new_error(x, y, x_new, y_new, degree): fit a polynomial of that degree to the samples x, "
            "y (n,) by least squares, and return its mean squared error on the new samples x_new, y_new "
            "(m,). np.polynomial.Polynomial.fit does the fitting; the polynomial it returns can be called."
        ),
        hints={
            "asked about what it has seen": (
                "You never use the new samples. How well a curve passes by the points it was fitted to says "
                "little: with a high enough degree it passes through them all."
            ),
            "fitted to the new samples, too": (
                "Your curve has seen the new samples before it was asked about them. In real use you would "
                "not have them yet."
            ),
            "interpolated in place of fitted": (
                "You connect the points: your curve goes through every one of them, whatever degree is asked "
                "for. A fit need not."
            ),
            "one degree too high": (
                "Your polynomial has one coefficient too many. A straight line has two of them, and its "
                "degree is one."
            ),
            "the sum in place of the mean": (
                "You add up the squares. More new samples should not make a worse curve: the task asks for "
                "the mean."
            ),
            "the root of it": (
                "You took a root at the end. That is a good number to read, in the units of y; but it is not "
                "the mean squared error."
            ),
            "not squared": (
                "This is the mean distance. The task asks for squares, which count a large error for more "
                "than many small ones."
            ),
            "the mean before the square": (
                "You square once, at the end. Until then errors above and below the curve cancel each other."
            ),
        },
    ),
}

# What three_triples says of an answer of another form.
THREE_UNITS = "three units of three numbers (w, b, v) each were expected and {came} came"
ONE_UNIT = "three units of three numbers (w, b, v) each were expected, and for unit {number} came {came}"
