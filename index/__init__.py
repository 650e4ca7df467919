"""Articles in, a collection out. Knows no question, no language model and no screen."""
