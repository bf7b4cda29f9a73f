"""What the generator of lesson 0 says: whole sentences with named places, and functions to choose them."""

PROGRAM = "program"
PROGRAMS = [
    ("count without end", "count"),
    ("use one twice", "up_to"),
    ("steps downhill", "downhill"),
]
GENERATOR_HINT = (
    "The yellow line is the next to run; the grey one is where the other waits. By keyboard, on the "
    "picture: {keys}"
)
CALLER, GENERATOR, VARIABLES = "the caller", "the generator", "its variables"
HANDED = "handed over so far: {values}"
HANDED_NONE = "handed over so far: nothing"

CALLER_AT = "The caller is about to run: {line}"
CALLER_DEFINES = "The caller is about to make a generator: {line} runs no line of it yet."
NEXT = "next"
GENERATOR_AT = "The generator is about to run: {line}"
GENERATOR_BEGINS = "Asked for the first time, the generator begins: {line}"
GENERATOR_GOES_ON = "Asked again, the generator goes on after its yield, with all its variables: {line}"
YIELDS = "The generator hands {value} to the caller, and waits at this yield. Its variables stay as they are."
GENERATOR_ENDS = "The generator is at its end: its variables are gone, and it has nothing more to give."
CALLER_ENDS = "The caller is done: it returns {value}."
ALT = "the code of the program {program} line by line, at moment {k}: the next line, and all variables"


def caller_at(line: str) -> str:
    """Say what the caller does next."""
    return (CALLER_DEFINES if line.startswith("g = ") else CALLER_AT).format(line=line)


def generator_at(line: str, *, asked: bool, begun: bool) -> str:
    """Say what the generator does next; `asked` when it has just been asked, `begun` before that."""
    if not asked:
        return GENERATOR_AT.format(line=line)
    return (GENERATOR_GOES_ON if begun else GENERATOR_BEGINS).format(line=line)


def yields(value: str) -> str:
    """Say what is handed over."""
    return YIELDS.format(value=value)


def caller_ends(value: str) -> str:
    """Say what the caller returns."""
    return CALLER_ENDS.format(value=value)


def handed(values: tuple[str, ...]) -> str:
    """Write what the caller has got."""
    return HANDED.format(values=", ".join(values)) if values else HANDED_NONE


def alt_generator(program: str, k: int) -> str:
    """Say what the picture shows."""
    return ALT.format(program=program, k=k)
