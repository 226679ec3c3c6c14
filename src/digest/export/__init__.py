"""Values to Markdown and other files; knows neither the store nor a model."""
