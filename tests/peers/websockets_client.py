"""Python's `websockets` against agentd's ECHO: a minute of frames, in order and bit for bit.

python3 websockets_client.py URL
"""
import asyncio
import base64
import json
import sys

import websockets

FRAMES = 3000


def sound():
    out, seed = bytearray(), 7
    for _ in range(FRAMES * 160):
        seed = (seed * 1103515245 + 12345) % 2147483648
        out.append(seed >> 16 & 0xFF)
    return bytes(out)


async def talk(url):
    stream, account = "MZ" + "3" * 32, "AC" + "1" * 32
    audio = sound()
    async with websockets.connect(url, compression=None, user_agent_header="Twilio.TmeWs/1.0") as socket:
        await socket.send(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"}))
        await socket.send(json.dumps({
            "event": "start", "sequenceNumber": "1", "streamSid": stream,
            "start": {"accountSid": account, "streamSid": stream, "callSid": "CA" + "3" * 32, "tracks": ["inbound"],
                      "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
                      "customParameters": {}}}))

        async def speak():
            for i in range(FRAMES):
                payload = base64.b64encode(audio[i * 160:(i + 1) * 160]).decode()
                await socket.send(json.dumps({
                    "event": "media", "sequenceNumber": str(i + 2), "streamSid": stream,
                    "media": {"track": "inbound", "chunk": str(i + 1), "timestamp": str(100 + 20 * i), "payload": payload}}))

        speaking = asyncio.create_task(speak())
        heard = b""
        for _ in range(FRAMES):
            message = json.loads(await asyncio.wait_for(socket.recv(), 20))
            assert message["event"] == "media" and message["streamSid"] == stream, message
            heard += base64.b64decode(message["media"]["payload"])
        await speaking
        assert heard == audio, "the sound is not the same"
        await asyncio.wait_for(await socket.ping(), 10)
    print("websockets client: every frame came back, and a pong")


asyncio.run(talk(sys.argv[1]))
