"""Bare scan with pyahocorasick: {leaves, texts} as JSON on stdin, processor time a text as JSON on stdout."""
import json
import sys
import time

import ahocorasick

work = json.load(sys.stdin)
start = time.process_time()
automaton = ahocorasick.Automaton()
for leaf in work["leaves"]:
    automaton.add_word(leaf, leaf)
automaton.make_automaton()
build = time.process_time() - start
hits = 0
start = time.process_time()
for text in work["texts"]:
    for _ in automaton.iter(text):
        hits += 1
used = time.process_time() - start
print(json.dumps({"cpuMeanMs": round(used * 1000 / len(work["texts"]), 4), "hits": hits, "buildMs": round(build * 1000)}))
