"""Training the tagger and the linker; needs torch and transformers, which nothing else of ``statements`` imports."""
