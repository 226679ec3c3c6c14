"""Collections keep what was odd about their source; failures keep which version failed, and with which program."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("collections", sa.Column("warnings", sa.Text(), nullable=True))
    op.add_column("failures", sa.Column("version", sa.Integer(), nullable=True))
    op.add_column("failures", sa.Column("program", sa.Text(), nullable=True))
