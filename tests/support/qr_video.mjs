/*
 * What a camera sees of a QR code, as a video for Chromium's fake camera:
 *   writeVideo(file, "otpauth://…")     a QR on a grey desk, without end
 *   writeVideo(file)                    the desk alone
 *   await film(file, page.locator("img.qr"))    the QR that a page shows, taken off its screen
 */
import { writeFileSync } from "node:fs"
import encodeQR from "../../webapp/node_modules/qr/index.js"

const WIDTH = 640, HEIGHT = 480, FRAMES = 5
const DESK = 150, PAPER = 235, INK = 25, NO_COLOUR = 128

/* The QR as large as the frame allows, in the middle, with its white border. */
function drawQr(frame, text) {
  const modules = encodeQR(text, "raw", { border: 4 })
  const size = Math.floor(HEIGHT * 0.96 / modules.length)
  const left = (WIDTH - size * modules.length) >> 1, top = (HEIGHT - size * modules.length) >> 1
  for (let y = 0; y < size * modules.length; y++) {
    for (let x = 0; x < size * modules.length; x++) {
      const isInk = modules[Math.floor(y / size)][Math.floor(x / size)]
      frame[(top + y) * WIDTH + left + x] = isInk ? INK : PAPER
    }
  }
}

function writeFrames(file, luma) {
  const chroma = Buffer.alloc(WIDTH * HEIGHT / 2, NO_COLOUR)
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, chroma])
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(file, Buffer.concat([head, ...Array(FRAMES).fill(frame)]))
}

export function writeVideo(file, text = "") {
  const luma = Buffer.alloc(WIDTH * HEIGHT, DESK)
  if (text) drawQr(luma, text)
  writeFrames(file, luma)
}

export async function film(file, picture) {
  const seen = await picture.evaluate((image, [width, height, desk]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height })
    const context = canvas.getContext("2d")
    context.fillStyle = `rgb(${desk} ${desk} ${desk})`
    context.fillRect(0, 0, width, height)
    context.drawImage(image, (width - height + 20) / 2, 10, height - 20, height - 20)
    const { data } = context.getImageData(0, 0, width, height)
    return Array.from({ length: width * height }, (_, i) => data[4 * i])
  }, [WIDTH, HEIGHT, DESK])
  writeFrames(file, Buffer.from(seen))
}
