"""How is a server over a story started and asked?"""

import json
import re
import subprocess
import time
import urllib.request


class Server:
    """The server over a story, as long as it is needed."""

    def __init__(self, binary, folder):
        start = time.monotonic()
        command = [binary, "serve", "--data", str(folder), "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if found := re.search(r"explore\s+(http://\S+)", line):
                self.address = found[1].rstrip("/") + "/graphql"
                self.seconds_to_start = time.monotonic() - start
                return
        raise SystemExit("error: the server does not start\n" + "".join(said))

    def ask(self, query, variables):
        """Returns the data of an answer that has no errors."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(self.address, body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as response:
            answer = json.load(response)
        assert "errors" not in answer, (variables, answer)
        return answer["data"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
