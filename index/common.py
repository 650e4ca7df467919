"""Words that stand in every text: they tell nothing of what it is about. No more is imported for them."""

#: words that say nothing of what a text is about
COMMON = frozenset(
    "the and for are was were been with from that this its she they his her their has have had will would not but who "
    "which you after before said about into than then them there what when where all also more one out over can could "
    "our your him how did does being because while during says".split()
)
