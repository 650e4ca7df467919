"""A run for readers: one HTML page that needs nothing else, and JUnit's XML for build servers."""

from assistant.evaluate.report.junit import junit
from assistant.evaluate.report.page import page

__all__ = ["junit", "page"]
