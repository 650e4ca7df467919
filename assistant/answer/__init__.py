"""Answers, one file for each kind."""
