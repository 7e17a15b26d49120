"""Understanding, measured: this bot end to end, BM25 over names and stock Rasa, in one run.

python -m benchmarks.understanding [--part test|dev|all] [--kinds NAME …] [--without-stock]
                                   [--stock-epochs N] [--json FILE] [--html FILE]

questions/     the questions by kind, each file in a part for tuning and a part for measuring
questions.py   reads them
judging.py     what is right, kind by kind
bot_asked.py   asks this bot, as citizens would, and judges
peers.py       BM25 over the official names
stock_peer.py  stock Rasa with one intent for each procedure
calibration.py whether the linker is as sure as it should be
summary.py     figures from what was judged
targets.py     what the figures should be
output.py      tables, JSON, and the report as a page
"""
