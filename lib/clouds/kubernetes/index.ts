export { KubernetesSite, type KubernetesSiteProps } from './kubernetes-site';
