const vscode = require('vscode');

const image = 'faces/test/sunglasses/sunglasses-03.png';
const model = 'models/faces-cnn.onnx';

/** Does what a right-click on the sample image does, so that a first look at the product needs none. */
exports.activate = async function () {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) return;
  await vscode.commands.executeCommand('saliency-lens.selectModel', vscode.Uri.joinPath(folder, model));
  await vscode.commands.executeCommand('saliency-lens.explainImage', vscode.Uri.joinPath(folder, image));
};
