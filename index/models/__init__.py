"""The models that run at ingest and at question time, all of them on ONNX Runtime."""
