"""Rival (b): FastAPI and bare asyncpg, one INSERT a check-in, committed by itself. `python -m … PORT`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import psycopg
import uvicorn
from fastapi import FastAPI, Request
from psycopg.conninfo import conninfo_to_dict

from ansim.settings.environment import dsn
from benchmarks.rivals.work import Answer, CheckIn, Work

INSERT = """
    INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id
"""
work = Work()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with await psycopg.AsyncConnection.connect(dsn("owner", "main")) as connection:
        await work.venues.refresh(connection)
    parts = conninfo_to_dict(dsn("owner", "visits"))
    pool = asyncpg.create_pool(
        host=parts["host"], database=parts["dbname"], user=parts["user"], min_size=20, max_size=20
    )
    async with pool as app.state.pool:
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/v1/check-ins", status_code=201)
async def check_in(request: Request, body: CheckIn) -> Answer:
    row = work.row(request, body)
    stored = await app.state.pool.fetchval(INSERT, *row.values())
    return work.answer(body, stored=stored is not None)


if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        log_level="warning",
        access_log=False,
        loop="uvloop",
        http="httptools",
    )
