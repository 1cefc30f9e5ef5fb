"""A language server over its standard input and output, as an editor talks to it."""

import json
import subprocess
from pathlib import Path


class LanguageServer:
    """The YAML language server, with the schema that a modeline names, and no other."""

    SETTINGS = {"yaml": {"schemaStore": {"enable": False}, "hover": True, "completion": True, "validate": True}}

    def __init__(self, node_modules: Path, folder: Path):
        self.folder = folder
        self.process = subprocess.Popen(
            ["node", node_modules / "yaml-language-server/bin/yaml-language-server", "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.number = 0
        self.diagnostics = {}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.SETTINGS})

    def close(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(timeout=30)

    def open(self, name: str, text: str):
        """Opens a file with this text, and waits for what the server finds in it."""
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self.diagnostics:
            self._handle(self._read())
        return self.diagnostics[uri]

    def complete(self, name: str, line: int, column: int):
        """The labels that the server proposes at a place."""
        answer = self.ask("textDocument/completion", self._place(name, line, column))
        return {item["label"] for item in answer["items"]}

    def hover(self, name: str, line: int, column: int):
        """What the server says about a place."""
        answer = self.ask("textDocument/hover", self._place(name, line, column))
        return answer["contents"]["value"] if answer else ""

    def ask(self, method, params):
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self.number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._handle(message)

    def tell(self, method, params):
        self._send({"method": method, "params": params})

    def _place(self, name, line, column):
        return {"textDocument": {"uri": (self.folder / name).as_uri()}, "position": {"line": line, "character": column}}

    def _handle(self, message):
        """Answers the server's own questions, and keeps its findings."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            sections = [item.get("section") for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": [self.SETTINGS.get(section) for section in sections]})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self):
        length = None
        while (line := self.process.stdout.readline().strip()) or length is None:
            assert line or length or self.process.poll() is None, "the language server ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))
