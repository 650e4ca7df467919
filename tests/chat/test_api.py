"""The whole application over HTTP, on a real port."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import httpx
import pytest

from assistant.api import bound, create_app, loopback
from assistant.chat.dress import dress
from index.errors import UsageError
from tests.chat.conftest import Served
from tests.chat.fake_engine import ARTICLES, FakeEngine


def _get(served: Served, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{served.url}{path}", headers=headers, timeout=20)


def _ask(served: Served, body: object, **headers: str) -> httpx.Response:
    return httpx.post(f"{served.url}/api/ask", json=body, headers=headers, timeout=20)


def _sentence(response: httpx.Response) -> str:
    body = response.json()
    assert list(body) == ["error"]
    assert "Traceback" not in body["error"]
    return str(body["error"])


def test_a_question_gets_the_answer_of_the_contract(served: Served) -> None:
    response = _ask(served, {"question": "How many councillors signed?", "from": "2023-10-01", "to": None})
    assert response.status_code == 200
    answer = response.json()
    assert answer["short"] == "eleven"
    assert answer["citations"][0]["text"] == "Eleven councillors signed a letter that repeats her call."
    assert answer["citations"][0]["article"] == ARTICLES[0].id


def test_filters_are_applied(served: Served) -> None:
    response = _ask(served, {"question": "How many councillors signed?", "outlet": "nobody"})
    assert response.json()["answered"] is False


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "question"),
        ([], "The body"),
        ({"question": 7}, "question"),
        ({"question": ""}, "There is no question"),
        ({"question": "w" * 2001}, "2,000 at most"),
        ({"question": "w", "from": "soon"}, "first day"),
        ({"question": "w", "from": "2023-11-02", "to": "2023-11-01"}, "is after the last"),
        ({"question": "w", "limit": 1}, "limit"),
        ({"question": "nothing to look for"}, "no word to look for"),
    ],
)
def test_a_bad_question_is_refused_in_one_sentence(served: Served, body: object, told: str) -> None:
    response = _ask(served, body)
    assert response.status_code == 400
    assert told in _sentence(response)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"question": "\\ud800"}', b"[" * 5000, b"null"])
def test_a_body_that_is_no_question_is_refused_in_one_sentence(served: Served, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = httpx.post(f"{served.url}/api/ask", content=content, headers=headers, timeout=20)
    assert response.status_code == 400
    _sentence(response)


def test_a_fault_of_ours_is_one_sentence_without_its_details(served: Served) -> None:
    response = _ask(served, {"question": "broken"})
    assert response.status_code == 500
    assert "secret" not in _sentence(response)


def test_an_article_is_given_whole(served: Served) -> None:
    article = _get(served, f"/api/articles/{ARTICLES[0].id}").json()
    assert article["text"] == ARTICLES[0].text
    assert article["date"] == "2023-10-27"
    assert article["source"] == "barford/2023-10-27.md"


@pytest.mark.parametrize("key", ["ffffffffffffffff", "..%2f..%2fetc%2fpasswd", "zz", "%00", "a" * 300])
def test_an_article_that_is_not_there_is_not_found(served: Served, key: str) -> None:
    response = _get(served, f"/api/articles/{key}")
    assert response.status_code in (400, 404)
    _sentence(response)


def test_the_status_is_what_the_collection_says(served: Served) -> None:
    assert _get(served, "/api/status").json() == {"articles": 3, "passages": 9, "outlets": 3}


def test_methods_that_an_address_does_not_take_find_nothing_there(served: Served) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        response = httpx.request(method, f"{served.url}/api/ask", timeout=20)
        assert response.status_code == 404
        _sentence(response)


def test_a_burst_is_answered_or_told_that_we_are_busy(
    serve: Callable[[FakeEngine], AbstractContextManager[Served]],
) -> None:
    with serve(FakeEngine(seconds=0.3)) as slow, ThreadPoolExecutor(64) as pool:
        asked = [pool.submit(_ask, slow, {"question": "Who called for a ceasefire?"}) for _ in range(64)]
        responses = [one.result() for one in asked]
    assert {response.status_code for response in responses} == {200, 503}
    for response in responses:
        if response.status_code == 503:
            assert "ask again in a moment" in _sentence(response)


# what stands before it


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::2]", "0"])
def test_another_name_for_this_machine_is_refused(served: Served, host: str) -> None:
    for path in ("/", "/api/status", "/gradio_api/queue/data"):
        assert _get(served, path, host=host).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_our_own_names_are_served(served: Served, host: str) -> None:
    assert _get(served, "/api/status", host=f"{host}:{served.port}").status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        "http://localhost",
        "file://",
        "http://127.0.0.1@evil.example",
    ],
)
def test_what_another_sites_page_sends_is_refused(served: Served, origin: str) -> None:
    posts = ("/api/ask", "/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset")
    for path in posts:
        response = httpx.post(f"{served.url}{path}", json={"question": "w"}, headers={"origin": origin}, timeout=20)
        assert response.status_code == 403
        assert not any(name.startswith("access-control") for name in response.headers)
    assert httpx.options(f"{served.url}/api/ask", headers={"origin": origin}, timeout=20).status_code == 403


def test_a_browser_that_says_the_request_crosses_sites_is_believed(served: Served) -> None:
    response = _ask(served, {"question": "w"}, **{"sec-fetch-site": "cross-site"})
    assert response.status_code == 403


def test_our_own_page_may_send(served: Served) -> None:
    body = {"question": "Who called for a ceasefire?"}
    assert _ask(served, body, origin=served.url, **{"sec-fetch-site": "same-origin"}).status_code == 200


def test_a_large_body_is_refused_when_it_is_announced(served: Served) -> None:
    for path in ("/api/ask", "/gradio_api/queue/join"):
        response = httpx.post(f"{served.url}{path}", content=b"x" * 70_000, timeout=20)
        assert response.status_code == 413
        assert "64 KB at most" in _sentence(response)


def test_a_large_body_is_refused_while_it_streams_without_a_length(raw: socket.socket, served: Served) -> None:
    raw.sendall(
        f"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n".encode()
    )
    # never ended: only a server that counts as it reads can answer
    raw.sendall(b"".join(b"1000\r\n" + b"x" * 0x1000 + b"\r\n" for _ in range(17)))
    assert raw.recv(100).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("length", ["-1", "9" * 30, "1e3", "٣"])
def test_a_length_that_is_none_is_refused(raw: socket.socket, served: Served, length: str) -> None:
    head = f"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nContent-Length: {length}\r\n\r\n"
    raw.sendall(head.encode())
    assert re.match(rb"HTTP/1.1 4(00|13)", raw.recv(100))


@pytest.mark.parametrize(
    "path", ["/", "/api/status", "/nowhere", "/on-record/chat.js", "/theme.css", "/api/articles/ffffff"]
)
def test_every_answer_carries_the_safe_headers(served: Served, path: str) -> None:
    headers = _get(served, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers
    policy = headers["content-security-policy"]
    for rule in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ):
        assert rule in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


def test_refusals_and_faults_carry_the_safe_headers_too(served: Served) -> None:
    refused = [
        _get(served, "/", host="evil.example"),
        _get(served, "/", origin="http://evil.example"),
        _ask(served, {"question": "broken"}),
        _ask(served, {"question": "w" * 70_000}),
    ]
    assert [response.status_code for response in refused] == [400, 403, 500, 413]
    assert all("content-security-policy" in response.headers for response in refused)


def test_the_policy_allows_exactly_the_scripts_of_the_page_it_is_sent_with(served: Served) -> None:
    response = _get(served, "/")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.+?)</script>", response.text, re.S)
    policy = response.headers["content-security-policy"]
    assert len(re.findall(r"sha256-", policy.split("script-src")[1].split(";")[0])) == len(scripts)
    _, forged = dress(response.text.replace("</head>", "<script>window.pwned=1</script></head>"), root="/on-record")
    assert forged != policy


def test_the_page_names_no_other_site(served: Served) -> None:
    page = _get(served, "/").text
    assert not re.findall(r'(?:src|href|content)="https?://', page)
    assert "googleapis" not in page + _get(served, "/theme.css").text


def test_a_forwarded_name_does_not_reach_the_page(served: Served) -> None:
    page = _get(served, "/", **{"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}).text
    assert "evil.example" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/monitoring",
        "/monitoring/summary",
        "/monitoring/x",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=http://evil.example/x",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://evil.example/x",
        "/file=/etc/passwd",
        "/gradio_api/stream/x/y/0/playlist.m3u8",
        "/gradio_api/upload_progress?upload_id=x",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/runs",
        "/gradio_api/mcp/sse",
        "/gradio_api/deep_link",
        "/gradio_api/vibe-code",
        "/gradio_api/dev/reload",
        "/gradio_api/app_id",
        "/gradio_api/token",
        "/gradio_api/custom_component/x/client/component/index.js",
        "/config",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/pwa_icon",
        "/svelte/x",
        "/assets/../../../etc/passwd",
        "/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/static/js/..%2f..%2f..%2froutes.py",
        "/on-record/..%2fpage.py",
        "/on-record/%2e%2e/page.py",
        "/on-record//etc/passwd",
    ],
)
def test_what_the_chat_does_not_need_of_gradio_is_not_there(raw: socket.socket, served: Served, path: str) -> None:
    # a bare connection: a client would tidy the path first
    raw.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n\r\n".encode())
    answer = b""
    while more := raw.recv(65536):
        answer += more
    assert answer.startswith(b"HTTP/1.1 404")
    assert b"root:" not in answer
    assert b"import" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/run/answer",
        "/gradio_api/call/answer",
        "/gradio_api/api/answer",
        "/login",
        "/gradio_api/process_recording",
        "/gradio_api/vibe-edit",
    ],
)
def test_nothing_can_be_uploaded_or_called_but_through_the_page(served: Served, path: str) -> None:
    response = httpx.post(f"{served.url}{path}", files={"files": ("a.txt", b"x")}, timeout=20)
    assert response.status_code == 404
    assert httpx.post(f"{served.url}{path}", content=b"x" * 10_000_000, timeout=20).status_code in (404, 413)


def test_the_page_is_told_nothing_of_gradios_own_features(served: Served) -> None:
    page = _get(served, "/").text
    assert '"footer_links":[]' in page
    assert '"show_error":false' in page
    assert '"enable_monitoring":true' not in page
    assert '"mcp_server":true' not in page


# where it listens


@pytest.mark.parametrize(
    ("host", "address"), [("localhost", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("[::1]", "::1")]
)
def test_this_machine_may_be_named_in_several_ways(host: str, address: str) -> None:
    assert loopback(host) == address


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com", "", "127.0.0.1.example"])
def test_an_address_that_others_reach_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="use --host"):
        loopback(host)


def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    with bound("127.0.0.1", 0) as taken, pytest.raises(UsageError, match=r"already in use.*--port"):
        bound("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(UsageError, match="--port"):
        bound("127.0.0.1", port)


def test_the_application_can_be_made_more_than_once() -> None:
    assert create_app(FakeEngine()) is not create_app(FakeEngine())
