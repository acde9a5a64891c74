"""Answer octavo suggest with Apertium: octavo suggest es --engine "python docs/how-to/examples/apertium.py eng-spa"."""

import json
import re
import subprocess
import sys

texts = [json.loads(line)["text"] for line in sys.stdin]
page = "\n".join(f'<p id="p{number}">{text}</p>' for number, text in enumerate(texts))
command = ["apertium", "-u", "-f", "html", sys.argv[1]]
answer = subprocess.run(command, input=page, capture_output=True, encoding="utf-8", check=True).stdout
for found in re.findall(r'<p id="p\d+">(.*?)</p>', answer, re.DOTALL):
    print(json.dumps({"text": found}))
