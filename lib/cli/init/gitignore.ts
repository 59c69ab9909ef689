/** `.gitignore` of a new project. */
export const GITIGNORE = `node_modules/
cdktf.out/
checkov/
.terraform/
*.tfstate
*.tfstate.*
cdktf.log
`;
