"""Measurements of the hotline, each a command: `python -m benchmarks.speech.<name>`.

recognition   word error rate per engine, clean, by telephone and in noise
latency       end of speech to the first sound of the answer
concurrency   how many calls at once, with the latency and the gaps of each
soak          as many calls as in two hours: growth of memory, files, sockets and tasks
"""
