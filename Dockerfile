# Octavo with everything that it makes books with:
#   docker build -t octavo .
#   docker run --rm -v "$PWD:/publication" octavo publish
FROM python:3.11-slim-bookworm

# The list is BUILD_PACKAGES of the Makefile without python3-venv; a test compares them.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-dejavu-core \
        fonts-noto-cjk \
        fonts-noto-core \
        git \
        libharfbuzz-subset0 \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
        librsvg2-bin \
        texlive-fonts-recommended \
        texlive-lang-arabic \
        texlive-lang-chinese \
        texlive-lang-french \
        texlive-latex-extra \
        texlive-xetex \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /octavo
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY docs/octavo.1 docs/octavo.1
COPY octavo octavo
RUN pip install --no-cache-dir --no-deps --no-build-isolation .

# The publication is mounted here, and belongs to somebody else than the container's user.
RUN git config --system --add safe.directory /publication
WORKDIR /publication
ENTRYPOINT ["octavo"]
CMD ["--help"]
