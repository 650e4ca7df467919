"""The seam to a language model: llama-index's ``LLM``, with a time limit. Nothing else here talks to one.

Whatever it says is untrusted: see ``assistant.language``.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from index.errors import LanguageModelError, UsageError
from index.settings import LanguageSettings

#: characters of an answer; a model that says more is cut off
MAX_CHARS = 12_000
#: word pieces that are left for its answer
MAX_TOKENS = 800
_INSTALL = "pip install 'onrecord[llm]'"
_END = object()


class Generator(Protocol):
    """Says something for a prompt.

    Attributes:
        name: of the model, as it is recorded.
        context: word pieces that it reads at once.
        seconds: that an answer may take.
    """

    @property
    def name(self) -> str: ...
    @property
    def context(self) -> int: ...
    @property
    def seconds(self) -> float: ...

    def stream(self, prompt: str, *, within: float | None = None) -> Iterator[str]:
        """What it says, piece by piece.

        Args:
            within: so many seconds; ``seconds`` where None.

        Raises:
            LanguageModelError: it failed, or took too long; what came before stands.
        """
        ...


@dataclass
class Scripted:
    """A generator that says what it is told to: for tests, and for whoever tries a prompt.

    Attributes:
        says: one text for each prompt, the last of them for all that follow.
        asked: the prompts.
    """

    says: Sequence[str]
    name: str = "scripted"
    context: int = 4096
    seconds: float = 30.0
    asked: list[str] = field(default_factory=list)

    def stream(self, prompt: str, *, within: float | None = None) -> Iterator[str]:
        """The next text, in pieces of a few characters."""
        del within
        self.asked.append(prompt)
        text = self.says[min(len(self.asked), len(self.says)) - 1]
        for at in range(0, len(text), 7):
            yield text[at : at + 7]


@dataclass(frozen=True)
class FromLlamaIndex:
    """Any llama-index ``LLM``.

    Attributes:
        seconds: from a prompt to the last word of what it says.
        secret: is taken out of every message.
    """

    llm: Any = field(repr=False)  # it shows its key
    name: str
    context: int = 4096
    seconds: float = 30.0
    secret: str | None = field(default=None, repr=False)

    def stream(self, prompt: str, *, within: float | None = None) -> Iterator[str]:
        """What it says, piece by piece; it is left alone once the time is over or nobody listens any more."""
        pieces: queue.Queue[Any] = queue.Queue()
        stopped = threading.Event()
        # a daemon: a server that never answers must not keep the program from ending
        threading.Thread(target=self._ask, args=(prompt, pieces, stopped), daemon=True).start()
        deadline, length = time.monotonic() + (self.seconds if within is None else within), 0
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
                except queue.Empty:
                    raise LanguageModelError(
                        f"The language model {self.name} took more than {self.seconds:g} s: "
                        "give it more time with ONRECORD_LLM_TIMEOUT"
                    ) from None
                if piece is _END:
                    return
                if isinstance(piece, BaseException):
                    raise LanguageModelError(self._told(piece)) from None
                length += len(piece)
                yield piece
                if length > MAX_CHARS:
                    raise LanguageModelError(f"The language model {self.name} did not come to an end: it was cut off")
        finally:
            stopped.set()

    def _ask(self, prompt: str, pieces: queue.Queue[Any], stopped: threading.Event) -> None:
        from llama_index.core.llms import ChatMessage

        try:
            for answer in self.llm.stream_chat([ChatMessage(role="user", content=prompt)]):
                if stopped.is_set():
                    break
                if answer.delta:
                    pieces.put(str(answer.delta))
            pieces.put(_END)
        except Exception as error:  # noqa: BLE001 - whatever a server or its client does becomes one sentence
            pieces.put(error)

    def _told(self, error: BaseException) -> str:
        """What went wrong, on one line and without the key."""
        said = " ".join(str(error).split())[:200] or type(error).__name__
        if self.secret:
            said = said.replace(self.secret, "(key)")
        return f"The language model {self.name} failed ({type(error).__name__}: {said})"


def connect(settings: LanguageSettings) -> FromLlamaIndex:
    """The model that the settings name; nothing is sent yet.

    Raises:
        UsageError: the extra for it is not installed.
    """
    try:
        llm = _ollama(settings) if settings.provider == "ollama" else _openai(settings)
    except ImportError as error:
        raise UsageError(f"The language model {settings.name} needs {error.name}: {_INSTALL}") from error
    return FromLlamaIndex(llm, settings.name, settings.context, settings.seconds, settings.key)


def _ollama(settings: LanguageSettings) -> Any:
    from llama_index.llms.ollama import Ollama

    url = {"base_url": settings.url} if settings.url else {}
    return Ollama(
        model=settings.model,
        request_timeout=settings.seconds,
        temperature=settings.temperature,
        context_window=settings.context,
        additional_kwargs={"num_predict": MAX_TOKENS},
        headers={"Authorization": f"Bearer {settings.key}"} if settings.key else None,
        **url,
    )


def _openai(settings: LanguageSettings) -> Any:
    from llama_index.llms.openai_like import OpenAILike

    url = {"api_base": settings.url} if settings.url else {}
    return OpenAILike(
        model=settings.model,
        api_key=settings.key or "none",  # servers on this machine ask for none, their client does
        timeout=settings.seconds,
        max_retries=0,  # the plain answer is there at once
        temperature=settings.temperature,
        max_tokens=MAX_TOKENS,
        context_window=settings.context,
        is_chat_model=True,
        **url,
    )
