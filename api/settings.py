"""Settings of the service, from the environment (FACILITIES_…) or the command line."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a deployment may set; every value has a safe default."""

    model_config = SettingsConfigDict(env_prefix="FACILITIES_", frozen=True)

    data: Path = Field(Path("data"), description="The folder of the place that is served.")
    base_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
        description=(
            "The address that people see, for links behind a proxy (https://map.example.cn); "
            "without it links follow the request's own Host header."
        ),
    )
    poll_interval_s: float = Field(0.5, gt=0, le=2, description="How often files are looked at.")
    reports: Path = Field(
        Path("reports"),
        description=(
            "The folder of residents' reports; a relative one lies in the folder of the place."
        ),
    )
    reports_per_minute: int = Field(
        6, ge=1, description="How many reports are taken in from one client in a minute."
    )
    reports_per_day: int = Field(
        30, ge=1, description="How many reports are taken in from one client in a day."
    )
    place_reports_per_hour: int = Field(
        600, ge=0, description="How many reports are taken in from all in an hour; 0 takes none."
    )
    jobs: Path = Field(
        Path("jobs"),
        description=(
            "The folder of planners' questions and answers; a relative one lies in the folder of "
            "the place."
        ),
    )
    jobs_at_once: int = Field(
        2, ge=0, description="How many questions are worked on at a time; 0 takes none."
    )
    jobs_waiting: int = Field(20, ge=1, description="How many questions may wait for their turn.")
    jobs_per_minute: int = Field(
        30, ge=1, description="How many questions are taken in from one client in a minute."
    )
    jobs_per_day: int = Field(
        1_000, ge=1, description="How many questions are taken in from one client in a day."
    )
    job_seconds: float = Field(
        120.0, ge=1, le=3600, description="How long a question may take, in seconds."
    )
    job_memory_mb: int = Field(
        2_000, ge=100, description="How much memory a question may take beside the place's."
    )
    jobs_kept_hours: float = Field(
        24.0, gt=0, le=720, description="How long an answer is kept, in hours."
    )
    embed_ancestors: str = Field(
        # Any; * means hosts only, and who tries an article out has it on a disk.
        "* file:",
        # Sources of a Content-Security-Policy: nothing that would end the directive.
        pattern=r"^[^\s;,\x00-\x1f]+( [^\s;,\x00-\x1f]+)*$",
        description=(
            "Which pages may show embeds in a frame, as frame-ancestors of a "
            "Content-Security-Policy writes it: * is any host, 'none' is none."
        ),
    )
    pictures_per_minute: int = Field(
        60, ge=1, description="How many new pictures are drawn for one client in a minute."
    )
    pictures_per_day: int = Field(
        2_000, ge=1, description="How many new pictures are drawn for one client in a day."
    )
