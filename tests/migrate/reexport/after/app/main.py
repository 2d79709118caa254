import app.more
from app import types
from app.more import RealtimeErrorEvent as Error
from app.types import RealtimeErrorEvent, Session

from . import types as again


def fail(error: RealtimeErrorEvent, session: Session):
    return types.RealtimeErrorEvent, app.more.RealtimeErrorEvent, again.RealtimeErrorEvent, Error, session.max_output_tokens
