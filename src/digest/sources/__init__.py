"""Where papers come from: one file a source, each turning a spec into references."""
