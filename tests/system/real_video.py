"""A video that no repository has to hold: real Chromium films a canvas."""

import base64

# H.264, as phones send it; else what this Chromium is able to write
TYPES = ("video/mp4;codecs=avc1.42E01E", "video/mp4;codecs=vp9", "video/mp4")
WIDTH, HEIGHT = 480, 320
FRAMES = 50
# red above until then, in seconds; afterwards green
TURN = 1
# Below there is noise, so that the file is as large as a real one.
_FILM = """async ([types, width, height, frames, turn]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d");
  const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
  const settings = { mimeType, videoBitsPerSecond: 2_500_000 };
  const recorder = new MediaRecorder(canvas.captureStream(25), settings);
  const recorded = new Promise((resolve) => {
    recorder.addEventListener("dataavailable", ({ data }) => resolve(data));
  });
  recorder.start();
  const start = performance.now();
  let drawn = 0;
  const drawing = setInterval(() => {
    const seconds = (performance.now() - start) / 1000;
    brush.fillStyle = seconds < turn ? "#e00000" : "#00a000";
    brush.fillRect(0, 0, width, height);
    for (let spot = 0; spot < 1000; spot++) {
      brush.fillStyle = `hsl(${360 * Math.random()} 80% 50%)`;
      brush.fillRect(width * Math.random(), height * (0.5 + Math.random()), 6, 6);
    }
    if (++drawn >= frames && seconds > 2 * turn) {
      clearInterval(drawing);
      recorder.stop();
    }
  }, 40);
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.addEventListener("load", resolve));
  reader.readAsDataURL(await recorded);
  await read;
  return reader.result.split(",")[1];
}"""


def film(browser):
    """The bytes of a video/mp4 of some seconds and several 100 kB."""
    page = browser.new_page()
    try:
        given = [TYPES, WIDTH, HEIGHT, FRAMES, TURN]
        return base64.b64decode(page.evaluate(_FILM, given))
    finally:
        page.close()
