// @ts-check
/* Reads QRs: from the camera's picture, or from a file. The decoder comes when it is first asked
 * for. */
import { Problem } from '../../lib/http.js';

const LOOK_AGAIN_MS = 120;
const FRAME_MAX = 960;                     // pixels of the longer side that are looked at
const PICTURE_SIZES = [1600, 800, 2400];   // tried one after another
const MARGIN = 24;                         // many cut the white border off
const EFFORT_MS = 60;

const decoder = () => import('../../node_modules/qr/decode.js').catch(() => {
  throw new Problem(0, 'offline');
});

/** The text of the QR in an image's pixels, or null. */
export function textIn(decodeQR, image) {
  try {
    return decodeQR(image, { timeLimit: EFFORT_MS });
  } catch {
    return null;   /* no QR that can be read */
  }
}

const canvas = (width, height) => {
  const element = Object.assign(document.createElement('canvas'), { width, height });
  return /** @type {CanvasRenderingContext2D} */ (
    element.getContext('2d', { willReadFrequently: true }));
};

/* The pixels of something drawable, its longer side at most `most`, on white. */
function pixelsOf(source, width, height, most, margin = 0) {
  const scale = Math.min(1, most / Math.max(width, height));
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const context = canvas(w + 2 * margin, h + 2 * margin);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, w + 2 * margin, h + 2 * margin);
  context.drawImage(source, margin, margin, w, h);
  return context.getImageData(0, 0, w + 2 * margin, h + 2 * margin);
}

const CAMERA_PROBLEMS = {
  NotAllowedError: 'camera_refused', SecurityError: 'camera_refused',
  NotFoundError: 'camera_missing', OverconstrainedError: 'camera_missing',
};

/** Shows the camera in a <video>; gives what turns it off. */
export async function showCamera(video) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Problem(0, 'camera_missing');
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
  }).catch(error => {
    throw new Problem(0, CAMERA_PROBLEMS[error.name] ?? 'camera_busy');
  });
  video.srcObject = stream;
  await video.play().catch(() => {});   /* refused only where the page is left meanwhile */
  return () => stream.getTracks().forEach(track => track.stop());
}

/** Looks at a playing <video> until `onText` is satisfied (gives true); gives what ends it. */
export async function lookAt(video, onText) {
  const { decodeQR } = await decoder();
  let timer = 0, isOver = false;
  const look = async () => {
    const { videoWidth: width, videoHeight: height } = video;
    const text = width ? textIn(decodeQR, pixelsOf(video, width, height, FRAME_MAX)) : null;
    if (text && !isOver) isOver = await onText(text);
    if (!isOver) timer = setTimeout(look, LOOK_AGAIN_MS);
  };
  look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

async function imageOf(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    return image;
  } catch {
    throw new Problem(0, 'picture_unreadable');
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** The text of the QR in a picture. */
export async function readPicture(file) {
  const [{ decodeQR }, image] = await Promise.all([decoder(), imageOf(file)]);
  for (const size of PICTURE_SIZES) {
    const { naturalWidth: width, naturalHeight: height } = image;
    const text = textIn(decodeQR, pixelsOf(image, width, height, size, MARGIN));
    if (text) return text;
  }
  throw new Problem(0, 'picture_without_qr');
}
