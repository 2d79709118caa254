"""All nodes of a program's tree, imported as `cst`, since the tree is a concrete one."""

from .expressions import *  # noqa: F403
from .statements import *  # noqa: F403
