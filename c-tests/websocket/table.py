"""Plays frames.table against an echo server: `check(connect, path)`, where `connect` gives a new connection.

table.py PORT PATH BAD_TEXT: the same from a shell; BAD_TEXT is the code that the server has for text which is no
UTF-8. It prints how many connections that were.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "iis"))
from websocket_client import BINARY, TEXT, Client, close, frame  # noqa: E402


def parsed(text):
    digits, _, times = text.partition("*")
    return bytes.fromhex(digits) * int(times or 1)


def sent(text):
    if text.startswith("="):
        return parsed(text[1:])
    first, payload = text.split(":")
    return frame(int(first.lstrip("u"), 16), parsed(payload), not first.startswith("u"))


def rows():
    for line in (HERE / "frames.table").read_text().splitlines():
        if line and not line.startswith("#"):
            name, frames, answer = line.split(" | ")
            wanted = {"t": [], "b": [], "p": [], "c": []}
            messages = []
            for part in answer.split(" "):
                kind, _, payload = part.partition(":")
                wanted[kind].append(payload)
                if kind in "tb":
                    messages.append((TEXT if kind == "t" else BINARY, parsed(payload)))
            pongs = [parsed(payload) for payload in wanted["p"]]
            yield name, [sent(one) for one in frames.split(" ")], messages, pongs, wanted["c"]


def play(client, frames, messages, pongs, codes, portions):
    data = b"".join(frames)
    try:
        for portion in portions(data):
            client.socket.sendall(portion)
    except (BrokenPipeError, ConnectionResetError):
        # The server has seen enough.
        assert codes
    # A pong need not follow a close: without one in the row all else is waited for.
    enough = lambda seen, answered: not codes and len(seen) >= len(messages) and answered[-1:] == pongs[-1:]
    seen, answered, last = client.until_close(enough)
    if last is None and not codes:
        client.socket.sendall(frame(0x88, close(1000)))
        more, _, last = client.until_close()
        seen += more
    wanted = b"" if codes == [""] else close(int(codes[0])) if codes else close(1000)
    assert seen == messages, (seen, messages)
    assert last is not None and last[:2] == wanted, (last, wanted)
    assert codes or answered[-1:] == pongs, (answered, pongs)
    # The server ends the connection, whichever side has begun to close.
    assert client.end() == b""
    client.socket.close()


def check(connect, path, bad_text=1007):
    """Gives the number of connections."""
    count = 0
    byte_by_byte = lambda data: (data[at:at + 1] for at in range(len(data)))
    for name, frames, *answer in rows():
        # A close of the client's that has this code is another matter.
        if answer[2] == ["1007"] and " with 1007" not in name:
            answer[2] = [str(bad_text)]
        ways = [lambda data: [data]]
        if sum(map(len, frames)) < 200:
            ways.append(byte_by_byte)
        for portions in ways:
            try:
                play(Client(connect(), path), frames, *answer, portions)
            except Exception as error:
                raise AssertionError(f"{name}: {error!r}") from error
            count += 1
    assert count > 400, count
    return count


if __name__ == "__main__":
    import socket
    port, path, bad_text = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    count = check(lambda: socket.create_connection(("127.0.0.1", port), 20), path, bad_text)
    print(count, "connections")
