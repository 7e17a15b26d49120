"""The records that are measured with: the seeds, and the public corpora where they are at hand."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from benchmarks import CACHE, ROOT
from knowledge.database import connect, upgrade
from knowledge.importing import SEEDS, import_paths
from knowledge.store import KnowledgeStore

CORPORA = ROOT.parent / "shared" / "data" / "procedures"


def copy_of_records(folder: Path) -> str:
    """The address of a database of all records in `folder`, for one measurement to write in."""
    target = folder / "assistant.db"
    shutil.copy(_database(), target)
    return f"sqlite:///{target}"


def _database() -> Path:
    """The database with the records in it, made in some 30 s when sources have changed."""
    sources = [SEEDS, CORPORA] if CORPORA.is_dir() else [SEEDS]
    target = CACHE / f"records-{_digest(sources)}.db"
    if not target.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        # Of this process alone, for another benchmark may be at the same.
        unfinished = CACHE / f"unfinished-{os.getpid()}.db"
        engine = connect(f"sqlite:///{unfinished}")
        upgrade(engine)
        import_paths(sources, KnowledgeStore(engine))
        # Closing the last connection brings the write-ahead log into the file.
        engine.dispose()
        for outdated in CACHE.glob("records-*.db"):
            outdated.unlink(missing_ok=True)
        unfinished.rename(target)
    return target


def _digest(sources: list[Path]) -> str:
    digest = hashlib.sha256()
    files = [file for source in sources for file in source.rglob("*") if file.is_file()]
    for file in sorted([*files, *(ROOT / "knowledge").rglob("*.py")]):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
