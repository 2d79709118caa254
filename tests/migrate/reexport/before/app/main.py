import app.more
from app import types
from app.more import ErrorEvent as Error
from app.types import ErrorEvent, Session

from . import types as again


def fail(error: ErrorEvent, session: Session):
    return types.ErrorEvent, app.more.ErrorEvent, again.ErrorEvent, Error, session.max_response_output_tokens
