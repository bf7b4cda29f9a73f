"""The self-test in words: its tasks, and a hint for each mistake."""

from nnlab.exercises.lesson0 import matrix_words, slope_words

WORDS = slope_words.WORDS | matrix_words.WORDS
