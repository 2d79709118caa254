{
  "type": "object",
  "properties": { "x": { "type": "string" } }
}
