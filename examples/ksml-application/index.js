export { default } from 'k8s-deploy-action/program';
