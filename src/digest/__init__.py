"""digest turns arXiv papers into notes whose evidence was checked against the paper."""
