"""Lines: Asterisk AudioSocket, Asterisk chan_websocket, Twilio Media Streams."""
