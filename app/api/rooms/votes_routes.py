"""What a room is asked, what its seats answer, and where they are lost."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.http.documentation import INPUT
from app.api.http.json import JsonRoute, json_response
from app.api.rooms.room_access import (
    NOT_NOW,
    OPTIONAL_KEY,
    ROOM,
    Code,
    SeatPath,
    acting,
    admit,
    check_seat,
    has_key,
    room_of,
)
from app.api.rooms.room_messages import Answers, LostSeat, NewVote
from app.rooms.deeds import CastVote, Lose
from app.rooms.room_questions import Vote

router = APIRouter(prefix="/api/rooms/{code}", tags=["rooms"], route_class=JsonRoute)


@router.get(
    "/questions/{question}", response_model=Answers, responses=ROOM, openapi_extra=OPTIONAL_KEY
)
async def get_answers(code: Code, question: str, request: Request) -> Response:
    """Return the answers to a question: only how many until they are revealed, or with the key."""
    live = await room_of(request, code)
    asked = live.room.questions.get(question)
    return json_response(asked.answer(is_presenter=has_key(request, live)))


@router.put("/questions/{question}/votes/{seat}", status_code=204, responses=ROOM | NOT_NOW | INPUT)
async def vote(
    code: Code, question: str, seat: SeatPath, body: NewVote, request: Request
) -> Response:
    """Answer a question; of one seat the last answer counts, until the question is closed."""
    live = await room_of(request, code)
    check_seat(seat)
    admit(request, live, seat)
    async with acting(live, seat):
        await live.do(CastVote(question, seat, Vote(body.choice, body.amount)))
    return Response(status_code=204)


@router.post("/lost", status_code=204, responses=ROOM | INPUT)
async def lose(code: Code, body: LostSeat, request: Request) -> Response:
    """Say that one is lost at the beat that is shown: counted once for each seat."""
    live = await room_of(request, code)
    admit(request, live, body.seat)
    async with acting(live, body.seat):
        await live.do(Lose(body.seat))
    return Response(status_code=204)
