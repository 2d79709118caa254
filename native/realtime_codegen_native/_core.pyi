"""The extension: numbers, and what plans are made of. Their arguments are checked by the core."""

from typing import Any

ABI: int
TEXT: int
INTEGER: int
FLOAT: int
BOOLEAN: int
TRUE: int
FALSE: int
NULL: int
LIST: int
DICT: int
ANYTHING: int

Value: Any
Tagged: Any
Mapping: Any
Choice: Any
Places: Any
Check: Any
Record: Any
Reader: Any
Checker: Any
Writer: Any
Decoder: Any
Look: Any
Route: Any
Dispatch: Any
Sort: Any
Place: Any
Ways: Any
