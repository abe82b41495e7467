// Copies the frame on screen as PNG to the clipboard, or saves it as a file where there is no clipboard.

export async function copy_still(screen, name) {
  const png = screen.png();
  if (navigator.clipboard?.write && window.ClipboardItem) {
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
      return "Still copied";
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // forbidden, or the page has not the focus
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await png);
  link.download = `${name}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return `Still saved as ${link.download}`;
}
