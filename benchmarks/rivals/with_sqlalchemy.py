"""Rival (a): FastAPI, SQLAlchemy 2 on asyncpg, one INSERT and one COMMIT a check-in. `python -m … PORT`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import uvicorn
from fastapi import FastAPI, Request
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Date, DateTime, Integer, LargeBinary, SmallInteger, Uuid
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ansim.settings.environment import dsn
from benchmarks.rivals.work import Answer, CheckIn, Work


class Base(DeclarativeBase):
    pass


class Visit(Base):
    __tablename__ = "visit"
    __table_args__ = {"schema": "visits"}  # noqa: RUF012
    day = mapped_column(Date, primary_key=True)
    venue_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    id = mapped_column(Uuid, primary_key=True)
    tag: Mapped[bytes] = mapped_column(LargeBinary)
    entered_at = mapped_column(DateTime(timezone=True))
    left_at = mapped_column(DateTime(timezone=True))
    party: Mapped[int] = mapped_column(SmallInteger)
    method: Mapped[int] = mapped_column(SmallInteger)
    evidence: Mapped[int] = mapped_column(SmallInteger)
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary)


work = Work()
parts = conninfo_to_dict(dsn("owner", "visits"))
engine = create_async_engine(
    f"postgresql+asyncpg://{parts['user']}@/{parts['dbname']}?host={parts['host']}",
    pool_size=20,
    max_overflow=0,
)
sessions = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    async with await psycopg.AsyncConnection.connect(dsn("owner", "main")) as connection:
        await work.venues.refresh(connection)
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/v1/check-ins", status_code=201)
async def check_in(request: Request, body: CheckIn) -> Answer:
    row = work.row(request, body)
    async with sessions() as session:
        statement = insert(Visit).values(**row).on_conflict_do_nothing().returning(Visit.id)
        stored = (await session.execute(statement)).scalar_one_or_none()
        await session.commit()
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
